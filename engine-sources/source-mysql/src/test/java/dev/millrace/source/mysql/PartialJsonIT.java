package dev.millrace.source.mysql;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ChangeEvent.RowUpdate;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.servers.DatabaseServer;
import dev.millrace.spi.Finding;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Source;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A log that tells only what changed inside of JSON values ({@code binlog_row_value_options = PARTIAL_JSON}). */
class PartialJsonIT {
    private static final TestServer SERVER = TestServer.MYSQL;
    /** Long enough that the server finds it worth while to log changes only. */
    private static final String DOCUMENT = "JSON_OBJECT('a', REPEAT('x', 300), 'b', 1, 'list', JSON_ARRAY(1, 'two',"
            + " JSON_OBJECT('three', 3.5), NULL, JSON_ARRAY()), 'in', JSON_OBJECT('a b', 1, 'ü\"', CAST('2024-02-29' AS DATE),"
            + " 'z', JSON_OBJECT('y', JSON_OBJECT())), 'n', CAST(12.340 AS DECIMAL(10,3)))";

    private static final List<String> CHANGES = List.of(
            "JSON_SET(j, '$.b', 2)",
            "JSON_SET(j, '$.new', 'member', '$.b', JSON_ARRAY(1, JSON_OBJECT('k', 'v')))",
            "JSON_SET(j, '$.b[1].k', 18446744073709551615)",
            "JSON_REPLACE(j, '$.list[1]', NULL)",
            "JSON_SET(j, '$.list[99]', 'at the end', '$.list[99]', 'behind it')",
            "JSON_SET(j, '$.list[last]', CAST(1.5 AS DOUBLE), '$.list[last-1]', TRUE)",
            "JSON_REMOVE(j, '$.list[0]', '$.list[last]')",
            "JSON_SET(j, '$.in.\"a b\"', 2, '$.in.\"ü\\\\\"\"', '😀', '$.in.\"\\\\\\\\ \\\\n\"', 'line')",
            "JSON_REMOVE(j, '$.in.\"a b\"')",
            "JSON_SET(j, '$.in.z.y.deep', CAST('10:11:12.5' AS TIME(3)), '$.in.z.y.b', CAST(x'0102' AS BINARY))",
            "JSON_SET(JSON_REMOVE(j, '$.n'), '$.n', CAST('2024-01-01 00:00:00' AS DATETIME))",
            "JSON_SET(j, '$.b[0][0]', 'wrapped')",
            "JSON_REMOVE(JSON_REPLACE(j, '$.a', REPEAT('é', 20000)), '$.missing')",
            "JSON_SET(j, '$.a', 'short')");

    /** NOBLOB keeps the values that changes apply to, and without a key the image before is whole whatever the setting says. */
    @ParameterizedTest
    @CsvSource({"id INT PRIMARY KEY, FULL", "id INT PRIMARY KEY, NOBLOB", "id INT, MINIMAL"})
    void makesWholeDocumentsOutOfTheChanges(String id, String image) throws SQLException {
        String database = databaseWith(id);
        SERVER.run("INSERT INTO " + database + ".t VALUES (1, 'x', " + DOCUMENT + ", NULL, 5)");
        assertSameDocuments(database, image, CHANGES);
    }

    @Test
    void makesWholeDocumentsOfRandomChanges() throws SQLException {
        String database = databaseWith("id INT PRIMARY KEY");
        SERVER.run("INSERT INTO " + database + ".t VALUES (1, 'x', " + DOCUMENT + ", " + DOCUMENT + ", 5)");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> changes = new ArrayList<>();
        String[] paths = {
            "$.b",
            "$.m" + "x".repeat(40),
            "$.list[0]",
            "$.list[2]",
            "$.list[last]",
            "$.list[3].q",
            "$.in.z",
            "$.in.z.y",
            "$.in.k",
            "$.list[1][0]",
            "$.in.z.y.w[2]",
            "$.list[last-2]"
        };
        String[] values = {"1", "'text'", "JSON_ARRAY(1, 2)", "JSON_OBJECT('q', 1)", "NULL", "REPEAT('long', 300)"};
        for (int i = 0; i < 150; i++) {
            String path = "'" + paths[random.nextInt(paths.length)] + "'";
            changes.add(
                    switch (random.nextInt(4)) {
                        case 0 -> "JSON_REMOVE(j, " + path + ")";
                        case 1 -> "JSON_REPLACE(j, " + path + ", " + values[random.nextInt(values.length)] + ")";
                        default -> "JSON_SET(j, " + path + ", " + values[random.nextInt(values.length)] + ")";
                    });
        }
        assertThat(changes).as("seed " + seed).hasSize(150);
        assertSameDocuments(database, "FULL", changes);
    }

    private static String databaseWith(String id) {
        String database = SERVER.newDatabase();
        SERVER.run("CREATE TABLE " + database + ".t (" + id + ", w VARCHAR(10), j JSON, k JSON, v INT)");
        return database;
    }

    /** Every second change is made to the other column too; what the server shows after each must be what the reader tells. */
    private static void assertSameDocuments(String database, String image, List<String> changes) throws SQLException {
        List<List<String>> expected = new ArrayList<>();
        try (Source source = SERVER.open()) {
            List<TableSchema> tables = source.tables(table -> table.schema().equals(database));
            SourcePosition start = source.currentPosition();
            try (Connection connection = SERVER.connect(database);
                    Statement statement = connection.createStatement()) {
                statement.execute("SET SESSION binlog_row_value_options = PARTIAL_JSON, binlog_row_image = " + image);
                for (String change : changes) {
                    String other = expected.size() % 2 == 0
                            ? ", k = " + (expected.size() == 2 ? DOCUMENT : change.replace("(j,", "(k,"))
                            : "";
                    statement.execute("UPDATE t SET v = v + 1, j = " + change + other);
                    expected.add(row(statement));
                }
            }
            List<RowUpdate> updates = read(source, start, tables);
            assertThat(updates).hasSameSizeAs(expected);
            for (int i = 0; i < updates.size(); i++) {
                List<String> after = Changes.values(updates.get(i).after());
                for (int column = 2; column < 5; column++) {
                    // a column that did not change need not be in the log
                    if (updates.get(i).after().isPresent(column)) {
                        assertThat(utf8(after.get(column)))
                                .as("column " + column + " after " + changes.get(i))
                                .isEqualTo(expected.get(i).get(column));
                    }
                }
                assertThat(updates.get(i).after().isPresent(4)).isTrue();
            }
            assertThat(updates).anyMatch(update -> update.after().isPresent(2));
            assertThat(partialEvents()).isPositive();
        }
    }

    private static List<RowUpdate> read(Source source, SourcePosition start, List<TableSchema> tables) {
        SourcePosition end = source.currentPosition();
        try (ChangeReader reader = source.openReader(start, tables)) {
            return Changes.of(Changes.upTo(reader, end), RowUpdate.class);
        }
    }

    private static List<String> row(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT * FROM t")) {
            row.next();
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= 5; i++) {
                values.add(row.getString(i));
            }
            return values;
        }
    }

    private static String utf8(String bytes) {
        return bytes == null ? null : new String(bytes.getBytes(ISO_8859_1), UTF_8);
    }

    private static long partialEvents() throws SQLException {
        try (Connection connection = SERVER.connect("mysql");
                Statement statement = connection.createStatement();
                ResultSet status = statement.executeQuery("SHOW MASTER STATUS")) {
            status.next();
            String file = status.getString(1);
            long count = 0;
            try (ResultSet events = statement.executeQuery("SHOW BINLOG EVENTS IN '" + file + "'")) {
                while (events.next()) {
                    count += events.getString(3).equals("Update_rows_partial") ? 1 : 0;
                }
            }
            return count;
        }
    }

    /** Nobody can tell the whole value then; to read it from the table would show a later one. */
    @Test
    void refusesChangesWithoutTheValueBefore() throws SQLException {
        String database = databaseWith("id INT PRIMARY KEY");
        SERVER.run("INSERT INTO " + database + ".t VALUES (1, 'x', " + DOCUMENT + ", NULL, 5)");
        try (Source source = SERVER.open()) {
            List<TableSchema> tables = source.tables(table -> table.schema().equals(database));
            SourcePosition start = source.currentPosition();
            try (Connection connection = SERVER.connect(database);
                    Statement statement = connection.createStatement()) {
                statement.execute("SET SESSION binlog_row_value_options = PARTIAL_JSON, binlog_row_image = MINIMAL");
                statement.execute("UPDATE t SET j = JSON_SET(j, '$.b', 2)");
            }
            ReplicationException refused =
                    catchThrowableOfType(ReplicationException.class, () -> read(source, start, tables));
            assertThat(refused)
                    .returns(ErrorCode.SOURCE_EVENT_UNSUPPORTED, ReplicationException::code)
                    .hasMessageContaining("table " + database + ".t at ")
                    .hasMessageContaining("SET GLOBAL binlog_row_image = FULL")
                    .hasMessageContaining("SET GLOBAL binlog_row_value_options = ''");
        }
    }

    @Test
    void theCheckRefusesOnlyWhatCannotBeRead() {
        try (DatabaseServer server = SERVER.launch()) {
            ServerScript.run(
                    server,
                    "SET GLOBAL binlog_row_value_options = PARTIAL_JSON",
                    "CREATE DATABASE d",
                    "CREATE TABLE d.plain (id INT PRIMARY KEY)",
                    "CREATE TABLE d.keyless (j JSON)",
                    "CREATE TABLE d.keyed (id INT PRIMARY KEY, j JSON)");
            assertThat(blocking(server)).isEmpty();
            ServerScript.run(server, "SET GLOBAL binlog_row_image = NOBLOB");
            assertThat(blocking(server)).isEmpty();
            ServerScript.run(server, "SET GLOBAL binlog_row_image = MINIMAL");
            assertThat(blocking(server))
                    .singleElement()
                    .returns(ErrorCode.SOURCE_SETTING_WRONG, Finding::code)
                    .satisfies(finding -> assertThat(finding.toString())
                            .contains("table d.keyed")
                            .contains("SET GLOBAL binlog_row_image = FULL"));
        }
    }

    private static List<Finding> blocking(DatabaseServer server) {
        try (Source source = ServerScript.open(server)) {
            return source.check(source.tables(table -> table.schema().equals("d")), true).stream()
                    .filter(finding -> finding.severity() == Finding.Severity.BLOCKING)
                    .toList();
        }
    }
}
