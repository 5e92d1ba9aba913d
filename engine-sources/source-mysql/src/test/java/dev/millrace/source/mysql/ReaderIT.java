package dev.millrace.source.mysql;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ChangeBatch;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeEvent.RowDelete;
import dev.millrace.model.ChangeEvent.RowInsert;
import dev.millrace.model.ChangeEvent.RowUpdate;
import dev.millrace.model.ChangeEvent.SchemaChange;
import dev.millrace.model.ChangeEvent.TableTruncate;
import dev.millrace.model.ChangeEvent.TransactionBegin;
import dev.millrace.model.ChangeEvent.TransactionCommit;
import dev.millrace.model.SourcePosition;
import dev.millrace.spi.source.ChangeReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the reader tells of a real server's log. */
class ReaderIT {

    /** Kill it anywhere: a reader opened behind any commit gives exactly what follows. */
    @ParameterizedTest
    @EnumSource(TestServer.class)
    void goesOnBehindAnyCommit(TestServer server) {
        try (Scene scene = new Scene(server, "CREATE TABLE t (id INT PRIMARY KEY, v INT)")) {
            scene.transaction("INSERT INTO t VALUES (1, 1), (2, 2)");
            scene.run("FLUSH BINARY LOGS");
            scene.transaction("UPDATE t SET v = v + 1");
            scene.transaction("DELETE FROM t WHERE id = 1");
            scene.run("FLUSH BINARY LOGS");
            scene.transaction("INSERT INTO t VALUES (3, 3)");
            List<ChangeEvent> all = scene.read();
            List<String> described = all.stream().map(ReaderIT::describe).toList();
            for (int i = 0; i < all.size(); i++) {
                if (all.get(i) instanceof TransactionCommit commit && i < all.size() - 1) {
                    SourcePosition again =
                            scene.source.parsePosition(commit.position().encode());
                    assertThat(again).isEqualTo(commit.position());
                    assertThat(scene.readBehind(again))
                            .extracting(ReaderIT::describe)
                            .containsExactlyElementsOf(described.subList(i + 1, described.size()));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"MYSQL,MINIMAL", "MYSQL,NOBLOB", "MARIADB,MINIMAL", "MARIADB,NOBLOB", "MARIADB,FULL_NODUP"})
    void columnsThatTheLogDoesNotCarryAreAbsent(TestServer server, String image) {
        try (Scene scene = new Scene(server, "CREATE TABLE t (id INT PRIMARY KEY, a INT DEFAULT 7, b TEXT, c INT)")) {
            scene.sessionSettings = "SET SESSION binlog_row_image = " + image;
            scene.transaction("INSERT INTO t (id, b) VALUES (1, 'text')");
            scene.transaction("UPDATE t SET c = 5 WHERE id = 1");
            scene.transaction("UPDATE t SET id = 2 WHERE id = 1");
            scene.transaction("DELETE FROM t WHERE id = 2");
            List<ChangeEvent> events = scene.read();

            RowUpdate changed = Changes.of(events, RowUpdate.class).get(0);
            assertThat(Changes.value(changed.identity(), 0)).isEqualTo("1");
            assertThat(Changes.value(changed.after(), 3)).isEqualTo("5");
            RowUpdate moved = Changes.of(events, RowUpdate.class).get(1);
            assertThat(Changes.value(moved.identity(), 0)).isEqualTo("1");
            assertThat(Changes.value(moved.after(), 0)).isEqualTo("2");
            assertThat(Changes.value(Changes.of(events, RowDelete.class).get(0).before(), 0))
                    .isEqualTo("2");
            switch (image) {
                case "MINIMAL" -> {
                    assertThat(Changes.values(changed.before()))
                            .containsExactly("1", "<absent>", "<absent>", "<absent>");
                    assertThat(Changes.values(changed.after()))
                            .containsExactly("<absent>", "<absent>", "<absent>", "5");
                }
                case "NOBLOB" -> {
                    assertThat(Changes.values(changed.before())).containsExactly("1", "7", "<absent>", null);
                    assertThat(Changes.values(changed.after())).containsExactly("1", "7", "<absent>", "5");
                }
                default -> assertThat(Changes.values(changed.before())).containsExactly("1", "7", "text", null);
            }
        }
    }

    @Test
    void unpacksCompressedTransactionsOfMySql() {
        try (Scene scene = new Scene(TestServer.MYSQL, "CREATE TABLE t (id INT PRIMARY KEY, v LONGTEXT)")) {
            scene.sessionSettings = "SET SESSION binlog_transaction_compression = ON";
            scene.transaction("INSERT INTO t VALUES (1, 'a')", "UPDATE t SET v = REPEAT('x', 1000000)");
            scene.transaction("DELETE FROM t");
            List<ChangeEvent> events = scene.read();
            assertThat(scene.server.column("SHOW BINARY LOGS")).isNotEmpty();
            assertThat(events)
                    .extracting(event -> describe(event).replaceAll("x{1000000}", "x…"))
                    .containsExactly(
                            "begin",
                            "insert [1, a]",
                            "update [1, a] [1, x…]",
                            "commit",
                            "begin",
                            "delete [1, x…]",
                            "commit");
            SourcePosition middle =
                    Changes.of(events, TransactionCommit.class).get(0).position();
            assertThat(scene.readBehind(middle))
                    .extracting(ReaderIT::describe)
                    .hasSize(3)
                    .first()
                    .isEqualTo("begin");
        }
    }

    @Test
    void unpacksCompressedEventsOfMariaDb() {
        try (Scene scene = new Scene(TestServer.MARIADB, "CREATE TABLE t (id INT PRIMARY KEY, v LONGTEXT)")) {
            scene.run("SET GLOBAL log_bin_compress = ON", "SET GLOBAL log_bin_compress_min_len = 10");
            try {
                scene.transaction("INSERT INTO t VALUES (1, REPEAT('x', 100000))", "UPDATE t SET v = REPEAT('y', 500)");
                scene.transaction(
                        "DELETE FROM t WHERE v LIKE '%yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy%'");
                scene.transaction(
                        "TRUNCATE TABLE t /* a long comment, a long comment, a long comment, a long comment */");
            } finally {
                scene.run("SET GLOBAL log_bin_compress = OFF");
            }
            assertThat(scene.read())
                    .extracting(event -> describe(event).replaceAll("x+", "x").replaceAll("y{500}", "yy"))
                    .containsExactly(
                            "begin",
                            "insert [1, x]",
                            "update [1, x] [1, yy]",
                            "commit",
                            "begin",
                            "delete [1, yy]",
                            "commit",
                            "begin",
                            "truncate",
                            "commit");
        }
    }

    /** Law 7: the memory for a batch has a bound, whatever the size of the transaction. */
    @ParameterizedTest
    @CsvSource({"MYSQL,OFF", "MYSQL,ON", "MARIADB,OFF"})
    void aLargeTransactionComesInManyBatches(TestServer server, String compression) {
        try (Scene scene = new Scene(server, "CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(200))")) {
            if (compression.equals("ON")) {
                scene.sessionSettings = "SET SESSION binlog_transaction_compression = ON";
            }
            List<String> statements = new ArrayList<>();
            statements.add("INSERT INTO t VALUES (1, REPEAT('r', 150))");
            for (int rows = 1; rows < 100_000; rows *= 2) {
                statements.add("INSERT INTO t SELECT id + " + rows + ", v FROM t");
            }
            scene.transaction(statements.toArray(String[]::new));
            SourcePosition end = scene.source.currentPosition();
            int rows = 0;
            int batches = 0;
            try (ChangeReader reader = scene.openReader(scene.start())) {
                boolean committed = false;
                while (!committed) {
                    ChangeBatch batch = reader.poll(Duration.ofSeconds(10));
                    assertThat(batch.byteSize()).isLessThan(8L << 20);
                    batches += batch.isEmpty() ? 0 : 1;
                    for (ChangeEvent event : batch.events()) {
                        rows += event instanceof RowInsert ? 1 : 0;
                        committed |= event instanceof TransactionCommit commit
                                && commit.position().covers(end);
                    }
                }
            }
            assertThat(rows).isEqualTo(131_072);
            assertThat(batches).isGreaterThan(10);
        }
    }

    @ParameterizedTest
    @EnumSource(TestServer.class)
    void tellsTruncationAndRecreation(TestServer server) {
        try (Scene scene =
                new Scene(server, "CREATE TABLE t (id INT PRIMARY KEY)", "CREATE TABLE other (id INT PRIMARY KEY)")) {
            scene.transaction("INSERT INTO t VALUES (1)");
            scene.run("TRUNCATE TABLE other", "/* x */ truncate `t`");
            scene.transaction("INSERT INTO t VALUES (2)");
            scene.run("DROP TABLE t", "CREATE TABLE t (id INT PRIMARY KEY)");
            scene.transaction("INSERT INTO t VALUES (3)");
            List<ChangeEvent> events = scene.read();
            assertThat(events)
                    .extracting(ReaderIT::describe)
                    .containsExactly(
                            "begin",
                            "insert [1]",
                            "commit",
                            "begin",
                            "truncate",
                            "commit",
                            "begin",
                            "truncate",
                            "commit",
                            "begin",
                            "insert [2]",
                            "commit",
                            "begin",
                            "truncate",
                            "commit",
                            "begin",
                            "insert [3]",
                            "commit");
            assertThat(Changes.of(events, TableTruncate.class))
                    .extracting(event -> event.table().id().table())
                    .containsExactly("other", "t", "t");
        }
    }

    @ParameterizedTest
    @EnumSource(TestServer.class)
    void tellsAChangedShapeBeforeTheRowsThatHaveIt(TestServer server) {
        try (Scene scene = new Scene(server, "CREATE TABLE t (id INT PRIMARY KEY, e ENUM('a','b'))")) {
            try (ChangeReader reader = scene.openReader(scene.start())) {
                scene.transaction("INSERT INTO t VALUES (1, 'a')");
                assertThat(Changes.upTo(reader, scene.source.currentPosition()))
                        .extracting(ReaderIT::describe)
                        .containsExactly("begin", "insert [1, a]", "commit");
                scene.run("ALTER TABLE t ADD COLUMN n INT NOT NULL DEFAULT 5 FIRST");
                scene.transaction("INSERT INTO t VALUES (6, 2, 'b')");
                List<ChangeEvent> added = Changes.upTo(reader, scene.source.currentPosition());
                assertThat(added)
                        .extracting(ReaderIT::describe)
                        .containsExactly("begin", "shape [n, id, e]", "insert [6, 2, b]", "commit");
                SchemaChange change = Changes.of(added, SchemaChange.class).get(0);
                assertThat(change.before().columnCount()).isEqualTo(2);
                assertThat(Changes.of(added, RowInsert.class).get(0).table()).isSameAs(change.table());

                scene.run("ALTER TABLE t MODIFY e ENUM('a','b','c')");
                scene.transaction("INSERT INTO t VALUES (7, 3, 'c')");
                assertThat(Changes.upTo(reader, scene.source.currentPosition()))
                        .extracting(ReaderIT::describe)
                        .containsExactly("begin", "shape [n, id, e]", "insert [7, 3, c]", "commit");

                scene.run("ALTER TABLE t COMMENT 'nothing of interest'");
                scene.transaction("INSERT INTO t VALUES (8, 4, 'a')");
                assertThat(Changes.upTo(reader, scene.source.currentPosition()))
                        .extracting(ReaderIT::describe)
                        .containsExactly("begin", "insert [8, 4, a]", "commit");

                scene.run("ALTER TABLE t DROP COLUMN e, RENAME COLUMN n TO m");
                scene.transaction("INSERT INTO t VALUES (9, 5)");
                assertThat(Changes.upTo(reader, scene.source.currentPosition()))
                        .extracting(ReaderIT::describe)
                        .containsExactly("begin", "shape [m, id]", "insert [9, 5]", "commit");
            }
        }
    }

    /** The catalogue is newer than the rows: they are read as far as nothing has to be guessed. */
    @ParameterizedTest
    @EnumSource(
            value = TestServer.class,
            names = {"MYSQL", "MARIADB"})
    void readsRowsOlderThanTheCatalogue(TestServer server) {
        try (Scene scene = new Scene(server, "CREATE TABLE t (id INT PRIMARY KEY, gone INT, kept INT)")) {
            scene.transaction("INSERT INTO t VALUES (1, 2, 3)");
            scene.run("ALTER TABLE t DROP COLUMN gone, ADD COLUMN fresh INT, MODIFY kept BIGINT");
            scene.transaction("INSERT INTO t VALUES (4, 5, 6)");
            scene.reloadTables();
            assertThat(scene.read())
                    .extracting(ReaderIT::describe)
                    .containsExactly(
                            "begin", "insert [1, 3, <absent>]", "commit", "begin", "insert [4, 5, 6]", "commit");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = TestServer.class,
            names = {"MYSQL", "MARIADB"})
    void refusesOlderRowsThatItWouldHaveToGuessAt(TestServer server) {
        try (Scene scene = new Scene(server, "CREATE TABLE t (id INT PRIMARY KEY, v INT)")) {
            scene.transaction("INSERT INTO t VALUES (1, 2)");
            scene.run("ALTER TABLE t ADD COLUMN n INT NOT NULL DEFAULT 7");
            scene.reloadTables();
            assertThat(scene.failure())
                    .returns(ErrorCode.SOURCE_SCHEMA_UNKNOWN, ReplicationException::code)
                    .hasMessageContaining(".t at ")
                    .hasMessageContaining("binlog_row_metadata = FULL");
        }
    }

    @ParameterizedTest
    @EnumSource(TestServer.class)
    void generatedColumnsAreAbsent(TestServer server) {
        try (Scene scene = new Scene(
                server,
                "CREATE TABLE t (a INT GENERATED ALWAYS AS (id * 2) VIRTUAL, id INT PRIMARY KEY, b INT GENERATED ALWAYS AS (id + 1) STORED,"
                        + " c VARCHAR(10) GENERATED ALWAYS AS (CONCAT('x', id)) VIRTUAL, d INT)")) {
            scene.transaction("INSERT INTO t (id, d) VALUES (1, 2)", "UPDATE t SET d = 3");
            assertThat(scene.read())
                    .extracting(ReaderIT::describe)
                    .containsExactly(
                            "begin", "insert [<absent>, 1, <absent>, <absent>, 2]",
                            "update [<absent>, 1, <absent>, <absent>, 2] [<absent>, 1, <absent>, <absent>, 3]",
                                    "commit");
        }
    }

    @ParameterizedTest
    @EnumSource(TestServer.class)
    void refusesStatementsThatChangeRowsWithoutTellingWhich(TestServer server) {
        try (Scene scene = new Scene(server, "CREATE TABLE t (id INT PRIMARY KEY)")) {
            scene.sessionSettings = "SET SESSION binlog_format = STATEMENT";
            scene.transaction("INSERT INTO t VALUES (1)");
            assertThat(scene.failure())
                    .returns(ErrorCode.SOURCE_EVENT_UNSUPPORTED, ReplicationException::code)
                    .hasMessageContaining("SET GLOBAL binlog_format = ROW");
        }
    }

    @ParameterizedTest
    @EnumSource(TestServer.class)
    void followsDistributedTransactionsOfOnePhaseAndRefusesThoseOfTwo(TestServer server) {
        try (Scene scene = new Scene(server, "CREATE TABLE t (id INT PRIMARY KEY)")) {
            scene.statements("XA START 'one'", "INSERT INTO t VALUES (1)", "XA END 'one'", "XA COMMIT 'one' ONE PHASE");
            assertThat(scene.read()).extracting(ReaderIT::describe).containsExactly("begin", "insert [1]", "commit");
            scene.statements(
                    "XA START 'two'",
                    "INSERT INTO t VALUES (2)",
                    "XA END 'two'",
                    "XA PREPARE 'two'",
                    "XA COMMIT 'two'");
            if (!server.isMariaDb() || !scene.isReadInOnePiece()) {
                assertThat(scene.failure())
                        .returns(ErrorCode.SOURCE_EVENT_UNSUPPORTED, ReplicationException::code)
                        .hasMessageContaining("ONE PHASE");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TestServer.class)
    void refusesThatRowsGoAwayWithAPartition(TestServer server) {
        try (Scene scene = new Scene(
                server,
                "CREATE TABLE t (id INT PRIMARY KEY) PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN"
                        + " MAXVALUE)")) {
            scene.run("ALTER TABLE " + scene.database + ".t DROP PARTITION p0");
            assertThat(scene.failure())
                    .returns(ErrorCode.SOURCE_EVENT_UNSUPPORTED, ReplicationException::code)
                    .hasMessageContaining("SkipTableSuspensionForPartitionDdl");
        }
    }

    static String describe(ChangeEvent event) {
        if (event instanceof RowInsert insert) {
            return "insert " + Changes.values(insert.after());
        }
        if (event instanceof RowUpdate update) {
            return "update " + Changes.values(update.before()) + " " + Changes.values(update.after());
        }
        if (event instanceof RowDelete delete) {
            return "delete " + Changes.values(delete.before());
        }
        if (event instanceof SchemaChange change) {
            return "shape "
                    + change.table().columns().stream()
                            .map(column -> column.name())
                            .toList();
        }
        if (event instanceof TableTruncate) {
            return "truncate";
        }
        return event instanceof TransactionBegin ? "begin" : event instanceof TransactionCommit ? "commit" : "other";
    }
}
