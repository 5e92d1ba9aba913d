package dev.millrace.source.mysql;

import dev.millrace.model.ChangeEvent.RowInsert;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.Finding;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.Source;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.millrace.spi.SslMode.NONE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Column definitions as the source tells them are complete: a table made of them is the same table. */
class DefinitionsIT {
    private static final String COLUMNS = """
            id INT NOT NULL,
            plain ENUM('a','it''s','back\\\\slash','?','new
            line') CHARACTER SET latin1 DEFAULT '?',
            moods ENUM('plain','smile 😀','really?','𝄞,x','ü') NOT NULL DEFAULT 'smile 😀',
            many SET('😀','b','😀b') DEFAULT '😀,b',
            word VARCHAR(20) DEFAULT 'back\\\\slash ''😀''?',
            words VARCHAR(20) DEFAULT (CONCAT('ü''\\\\','😀')),
            fixed BINARY(3) DEFAULT 'a?c',
            bits BIT(3) DEFAULT b'101',
            amount DECIMAL(10,3) DEFAULT -1.5,
            token VARCHAR(40) DEFAULT (UUID()),
            made DATETIME(3) DEFAULT CURRENT_TIMESTAMP(3),
            renewed TIMESTAMP(3) NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
            touched DATETIME ON UPDATE CURRENT_TIMESTAMP,
            dated DATETIME NOT NULL DEFAULT '2024-01-01 00:00:00' ON UPDATE CURRENT_TIMESTAMP,
            twice INT GENERATED ALWAYS AS (id * 2) STORED,
            thrice INT GENERATED ALWAYS AS (id * 3) VIRTUAL,
            loud VARCHAR(60) GENERATED ALWAYS AS (CONCAT(word, 'é😀''')) VIRTUAL,
            PRIMARY KEY (id)""";

    @ParameterizedTest
    @EnumSource(
            value = TestServer.class,
            names = {"MYSQL", "MARIADB"})
    void aTableMadeOfThemIsTheSame(TestServer server) throws SQLException {
        String database = server.newDatabase();
        server.run("CREATE TABLE " + database + ".t (" + COLUMNS + ")");
        try (Source source = server.open()) {
            TableSchema table =
                    source.tables(id -> id.schema().equals(database)).get(0);
            assertThat(column(table, "moods").type().labels())
                    .containsExactly("plain", "smile 😀", "really?", "𝄞,x", "ü");
            assertThat(column(table, "many").type().labels()).containsExactly("😀", "b", "😀b");
            assertThat(column(table, "plain").type().labels())
                    .containsExactly("a", "it's", "back\\slash", "?", "new\nline");
            String copy =
                    table.columns().stream().map(DefinitionsIT::definition).collect(Collectors.joining(", "));
            server.run("CREATE TABLE " + database + ".copy (" + copy + ", PRIMARY KEY (id))");
            assertThat(definition(server, database, "copy").replace("`copy`", "`t`"))
                    .isEqualTo(definition(server, database, "t"));
            server.run(
                    "INSERT INTO " + database + ".t (id) VALUES (1)",
                    "INSERT INTO " + database + ".copy (id) VALUES (1)");
            String filled =
                    "SELECT CONCAT_WS('|', plain, moods, many, word, words, HEX(fixed), bits + 0, amount, dated, twice,"
                            + " thrice, loud) FROM " + database;
            assertThat(server.column(filled + ".copy"))
                    .isEqualTo(server.column(filled + ".t"))
                    .allMatch(row -> row.contains("smile 😀|😀,b|back\\slash '😀'?|ü'\\😀|613F63|5|-1.500"));
        }
    }

    private static ColumnSchema column(TableSchema table, String name) {
        return table.column(table.ordinals(List.of(name))[0]);
    }

    private static String definition(ColumnSchema column) {
        String head = "`" + column.name() + "` " + column.nativeType();
        if (column.fill() == Fill.GENERATED) {
            return head + " GENERATED ALWAYS AS " + column.expression();
        }
        return head
                + (column.nullable() ? " NULL" : " NOT NULL")
                + (column.expression() == null ? "" : " DEFAULT " + column.expression());
    }

    private static String definition(TestServer server, String database, String table) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW CREATE TABLE " + table)) {
            row.next();
            // MySQL shows the table's own character set where it was written out
            return row.getString(2).replace(" CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci", "");
        }
    }

    @ParameterizedTest
    @EnumSource(TestServer.class)
    void labelsAreTheSameInTheLog(TestServer server) {
        String database = server.newDatabase();
        server.run("CREATE TABLE " + database + ".t (" + COLUMNS + ")");
        // so that the labels are the catalogue's and not the log's
        server.run("SET GLOBAL binlog_row_metadata = MINIMAL");
        try (Source source = server.open()) {
            List<TableSchema> tables = source.tables(id -> id.schema().equals(database));
            SourcePosition start = source.currentPosition();
            server.run("INSERT INTO " + database + ".t (id, moods, many) VALUES (1, '𝄞,x', '😀b,b')");
            SourcePosition end = source.currentPosition();
            try (ChangeReader reader = source.openReader(start, tables)) {
                RowInsert insert =
                        Changes.of(Changes.upTo(reader, end), RowInsert.class).get(0);
                assertThat(utf8(Changes.value(insert.after(), 2))).isEqualTo("𝄞,x");
                assertThat(utf8(Changes.value(insert.after(), 3))).isEqualTo("b,😀b");
            }
        } finally {
            server.run("SET GLOBAL binlog_row_metadata = FULL");
        }
    }

    /** The server reads a generated column's expression anew when it opens the table, in the mode of the session that does so. */
    @ParameterizedTest
    @EnumSource(
            value = TestServer.class,
            names = {"MYSQL", "MARIADB"})
    void readsTablesWithQuotesInExpressions(TestServer server) {
        String database = server.newDatabase();
        server.run(
                "CREATE TABLE " + database + ".t (" + COLUMNS + ")",
                "INSERT INTO " + database + ".t (id) VALUES (1)",
                "FLUSH TABLES");
        try (Source source = server.open()) {
            List<TableSchema> tables = source.tables(id -> id.schema().equals(database));
            server.run("FLUSH TABLES");
            try (Snapshot snapshot = source.openSnapshot(tables, false)) {
                Chunk all = snapshot.plan(tables.get(0), new ChunkPolicy.Planned(100))
                        .get(0);
                server.run("FLUSH TABLES");
                try (ChunkReader reader = snapshot.read(tables.get(0), all)) {
                    assertThat(reader.next(10, 1 << 20)).hasSize(1);
                }
            }
        }
    }

    /** Character sets stand in the log as a list, and the families do not list the same columns. */
    @ParameterizedTest
    @EnumSource(TestServer.class)
    void everyColumnHasItsOwnCharacterSet(TestServer server) {
        String database = server.newDatabase();
        server.run("CREATE TABLE " + database + ".t (a VARCHAR(9) CHARACTER SET utf8mb4, b BLOB, g GEOMETRY, j JSON,"
                + " l VARCHAR(9) CHARACTER SET latin1, p POINT, u TEXT CHARACTER SET utf16)");
        try (Source source = server.open()) {
            List<TableSchema> tables = source.tables(id -> id.schema().equals(database));
            SourcePosition start = source.currentPosition();
            server.run("INSERT INTO " + database + ".t VALUES ('ä', 'b', NULL, '{}', 'ö', NULL, 'ü')");
            SourcePosition end = source.currentPosition();
            try (ChangeReader reader = source.openReader(start, tables)) {
                RowInsert insert =
                        Changes.of(Changes.upTo(reader, end), RowInsert.class).get(0);
                assertThat(utf8(Changes.value(insert.after(), 0))).isEqualTo("ä");
                assertThat(utf8(Changes.value(insert.after(), 4))).isEqualTo("ö");
                assertThat(utf8(Changes.value(insert.after(), 6))).isEqualTo("ü");
            }
        }
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(ISO_8859_1), UTF_8);
    }

    /** MySQL 8.0 needs a temporary table to tell them. */
    @Test
    void withoutPrivilegesLabelsStayAsTheyAreShown() {
        TestServer server = TestServer.MYSQL;
        String database = server.newDatabase();
        server.run(
                "CREATE TABLE " + database + ".t (id INT PRIMARY KEY, e ENUM('a','😀'))",
                "CREATE USER looker IDENTIFIED BY 'looker'",
                "GRANT SELECT ON " + database + ".* TO looker");
        try (Source source = server.open(server.endpoint("looker", "looker", NONE, null, Map.of()))) {
            List<TableSchema> tables = source.tables(id -> id.schema().equals(database));
            assertThat(column(tables.get(0), "e").type().labels()).containsExactly("a", "?");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = TestServer.class,
            names = {"MYSQL", "MARIADB"})
    void tellsWhichTablesChangeBehindTheLogsBack(TestServer server) {
        String database = server.newDatabase();
        server.run(
                "CREATE TABLE " + database + ".parent (id INT PRIMARY KEY)",
                "CREATE TABLE " + database
                        + ".child (id INT PRIMARY KEY, p INT, CONSTRAINT child_parent FOREIGN KEY (p)" + " REFERENCES "
                        + database + ".parent (id) ON DELETE SET NULL)",
                "CREATE TABLE " + database + ".strict_child (id INT PRIMARY KEY, p INT, FOREIGN KEY (p) REFERENCES "
                        + database + ".parent (id))");
        try (Source source = server.open()) {
            assertThat(source.check(source.tables(id -> id.schema().equals(database)), true))
                    .extracting(Finding::toString)
                    .singleElement()
                    .satisfies(told -> assertThat(told)
                            .contains(database + ".child are changed by its foreign key child_parent")
                            .contains("ON DELETE SET NULL")
                            .contains(database + ".parent")
                            .contains("see that the target has this foreign key"));
            assertThat(source.check(source.tables(id -> id.table().equals("child")), true))
                    .extracting(Finding::toString)
                    .filteredOn(told -> told.contains(database))
                    .singleElement()
                    .satisfies(told -> assertThat(told)
                            .contains(database + ".parent is not in the task")
                            .contains("add " + database + ".parent to the task"));
        }
    }
}
