package dev.millrace.source.mysql;

import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeEvent.RowDelete;
import dev.millrace.model.ChangeEvent.RowInsert;
import dev.millrace.model.ChangeEvent.RowUpdate;
import dev.millrace.model.ChangeEvent.TransactionBegin;
import dev.millrace.model.Row;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.SnapshotWindow;
import dev.millrace.spi.source.Source;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Chunks of a table that many sessions write to without pause show one place in the log, if that is asked for. */
class OnePointIT {
    private static final int WRITERS = 4;
    private static final int ROWS = 4000;
    private static final int READERS = 3;
    private static final int SHOWN_AT_ONCE = 100;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger commits = new AtomicInteger();
    private final List<Future<?>> writers = new ArrayList<>();
    private volatile boolean stop;

    @AfterEach
    void end() throws Exception {
        stop();
        threads.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource(TestServer.class)
    void allChunksOfATableDoWhileItIsWrittenTo(TestServer server) throws Exception {
        String database = create(server, "id INT PRIMARY KEY");
        startWriters(server, database);
        try (Source source = server.open()) {
            TableSchema table = table(source, database);
            Map<String, String> rows = new TreeMap<>();
            SourcePosition start;
            SnapshotWindow window;
            try (Snapshot snapshot = source.openSnapshot(List.of(table), true)) {
                start = snapshot.start();
                List<Chunk> chunks = chunks(source, snapshot, table);
                awaitCommits(20);
                Set<SnapshotWindow> windows;
                try (Snapshot.Hold hold = snapshot.holdOnePoint(table, READERS)) {
                    assertThat(hold).isNotNull();
                    windows = load(snapshot, table, chunks, rows);
                }
                assertThat(windows).hasSize(1).allMatch(SnapshotWindow::isExact);
                window = windows.iterator().next();
            }
            awaitCommits(50);
            stop();
            SourcePosition end = source.currentPosition();
            try (ChangeReader reader = source.openReader(start, List.of(table))) {
                apply(Changes.upTo(reader, end), window.high(), rows);
            }
            assertThat(rows.values())
                    .containsExactlyInAnyOrderElementsOf(
                            server.column("SELECT CONCAT_WS('|', id, what) FROM " + database + ".busy"));
        }
    }

    /** A refused row has its chunk read once more, and no session can be opened that shows the same. */
    @ParameterizedTest
    @EnumSource(TestServer.class)
    void aChunkThatWasLeftInItsMiddleShowsTheSameAgain(TestServer server) throws Exception {
        String database = create(server, "id INT PRIMARY KEY");
        try (Source source = server.open()) {
            TableSchema table = table(source, database);
            try (Snapshot snapshot = source.openSnapshot(List.of(table), true);
                    Snapshot.Hold hold = snapshot.holdOnePoint(table, 1)) {
                assertThat(hold).isNotNull();
                Chunk whole = snapshot.plan(table, new ChunkPolicy.Planned(Long.MAX_VALUE))
                        .get(0);
                List<String> before = server.column("SELECT CONCAT_WS('|', id, what) FROM " + database + ".busy");
                for (int time = 0; time < 3; time++) {
                    try (ChunkReader reader = snapshot.read(table, whole)) {
                        assertThat(reader.next(1, 1)).hasSize(1);
                    }
                    server.run("DELETE FROM " + database + ".busy LIMIT 10");
                }
                Map<String, String> rows = new TreeMap<>();
                read(snapshot, table, whole, rows);
                assertThat(rows.values()).containsExactlyInAnyOrderElementsOf(before);
            }
        }
    }

    /** The end of the log that the server tells lies behind what a transaction has written that nobody sees yet. */
    @ParameterizedTest
    @EnumSource(names = {"MYSQL", "MYSQL_BY_FILE"})
    void aTransactionOnItsWayToItsCommitIsToldOnce(TestServer server) throws Exception {
        String database = create(server, "id INT PRIMARY KEY");
        server.run("CREATE TABLE " + database + ".other (id INT PRIMARY KEY)");
        String content = "SELECT CONCAT_WS('|', id, what) FROM " + database + ".busy";
        try (Source source = server.open()) {
            List<TableSchema> tables = source.tables(id -> id.schema().equals(database));
            TableSchema table = tables.get(0);
            String before = written(server);
            server.run("SET GLOBAL binlog_group_commit_sync_delay = 1000000");
            Future<?> writing =
                    threads.submit(() -> server.run("INSERT INTO " + database + ".busy VALUES (-1, 'on its way')"));
            Awaitility.await().until(() -> !written(server).equals(before));
            try (Snapshot snapshot = source.openSnapshot(tables, true);
                    ChunkReader elsewhere = snapshot.read(tables.get(1), chunk(snapshot, tables.get(1)))) {
                server.run("SET GLOBAL binlog_group_commit_sync_delay = 0");
                writing.get(60, TimeUnit.SECONDS);
                assertThat(elsewhere.next(1, 1)).isEmpty();
                Map<String, String> rows = new TreeMap<>();
                SnapshotWindow window;
                try (Snapshot.Hold hold = snapshot.holdOnePoint(table, 2)) {
                    assertThat(hold).isNotNull();
                    window = read(snapshot, table, chunk(snapshot, table), rows);
                }
                SourcePosition end = source.currentPosition();
                try (ChangeReader reader = source.openReader(snapshot.start(), List.of(table))) {
                    apply(Changes.upTo(reader, end), window.high(), rows);
                }
                assertThat(rows.values()).containsExactlyInAnyOrderElementsOf(server.column(content));
            }
        } finally {
            server.run("SET GLOBAL binlog_group_commit_sync_delay = 0");
        }
    }

    private static String written(TestServer server) {
        try (Connection connection = server.connect("mysql");
                Statement statement = connection.createStatement();
                ResultSet status = statement.executeQuery("SHOW MASTER STATUS")) {
            status.next();
            return status.getString(1) + ":" + status.getLong(2);
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    private static Chunk chunk(Snapshot snapshot, TableSchema table) {
        return snapshot.plan(table, new ChunkPolicy.Planned(Long.MAX_VALUE)).get(0);
    }

    @Test
    void withoutThePrivilegeToLockATableWithAKeyIsLeftAsItIs() throws Exception {
        TestServer server = TestServer.MYSQL_BY_FILE;
        String database = create(server, "id INT PRIMARY KEY");
        server.run(
                "CREATE USER " + database + " IDENTIFIED BY 'reader'",
                "GRANT SELECT ON " + database + ".* TO " + database,
                "GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO " + database);
        startWriters(server, database);
        try (Source source = ServerScript.open(server.server(), database, "reader")) {
            TableSchema table = table(source, database);
            try (Snapshot snapshot = source.openSnapshot(List.of(table), true);
                    Snapshot.Hold hold = snapshot.holdOnePoint(table, READERS)) {
                assertThat(hold).isNotNull();
                Map<String, String> rows = new TreeMap<>();
                Set<SnapshotWindow> windows = load(snapshot, table, chunks(source, snapshot, table), rows);
                assertThat(windows).noneMatch(SnapshotWindow::isExact);
                assertThat(rows).isNotEmpty();
            }
        }
    }

    private String create(TestServer server, String key) {
        String database = server.newDatabase();
        server.run(
                "CREATE TABLE " + database + ".busy (" + key + ", what VARCHAR(40))",
                "INSERT INTO " + database + ".busy SELECT n, 'first' FROM (SELECT a.n + 20 * b.n + 400 * c.n AS n FROM "
                        + numbers("a", 20) + ", " + numbers("b", 20) + ", " + numbers("c", ROWS / 400) + ") rows_of_it",
                "ANALYZE TABLE " + database + ".busy");
        return database;
    }

    private static String numbers(String alias, int count) {
        StringBuilder sql = new StringBuilder("(SELECT 0 AS n");
        for (int n = 1; n < count; n++) {
            sql.append(" UNION ALL SELECT ").append(n);
        }
        return sql.append(") ").append(alias).toString();
    }

    private static TableSchema table(Source source, String database) {
        return source.tables(id -> id.schema().equals(database)).get(0);
    }

    private static List<Chunk> chunks(Source source, Snapshot snapshot, TableSchema table) {
        List<Chunk> chunks = snapshot.plan(
                table,
                new ChunkPolicy.Ranges(
                        List.of("id"), List.of(List.of("700"), List.of("1500"), List.of("2500")), List.of()));
        assertThat(chunks).hasSize(4).allMatch(source::isStable);
        return chunks;
    }

    /** Transactions overlap, so that there is hardly a moment in which none changes the table. */
    private void startWriters(TestServer server, String database) {
        for (int number = 0; number < WRITERS; number++) {
            int own = number;
            writers.add(threads.submit((Callable<Void>) () -> {
                Random random = new Random(own);
                try (Connection connection = server.connect(database);
                        Statement statement = connection.createStatement()) {
                    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                    connection.setAutoCommit(false);
                    for (int round = 0; !stop; round++) {
                        change(statement, own + WRITERS * random.nextInt(ROWS / WRITERS), own + ":" + round);
                        TimeUnit.MILLISECONDS.sleep(random.nextInt(5));
                        change(statement, own + WRITERS * random.nextInt(ROWS / WRITERS), own + "." + round);
                        connection.commit();
                        commits.incrementAndGet();
                    }
                }
                return null;
            }));
        }
        awaitCommits(100);
    }

    private static void change(Statement statement, int id, String what) throws Exception {
        if (statement.executeUpdate("DELETE FROM busy WHERE id = " + id + " AND id % 3 = 0") > 0) {
            return;
        }
        if (statement.executeUpdate("UPDATE busy SET what = '" + what + "' WHERE id = " + id) == 0) {
            statement.executeUpdate("INSERT INTO busy VALUES (" + id + ", '" + what + "')");
        }
    }

    private void awaitCommits(int more) {
        int wanted = commits.get() + more;
        Awaitility.await().until(() -> commits.get() >= wanted);
    }

    private void stop() throws Exception {
        stop = true;
        for (Future<?> writer : writers) {
            writer.get(60, TimeUnit.SECONDS);
        }
        writers.clear();
    }

    private Set<SnapshotWindow> load(Snapshot snapshot, TableSchema table, List<Chunk> chunks, Map<String, String> rows)
            throws Exception {
        List<Future<SnapshotWindow>> reading = new ArrayList<>();
        for (Chunk chunk : chunks) {
            reading.add(threads.submit(() -> read(snapshot, table, chunk, rows)));
        }
        Set<SnapshotWindow> windows = new HashSet<>();
        for (Future<SnapshotWindow> window : reading) {
            windows.add(window.get(60, TimeUnit.SECONDS));
        }
        return windows;
    }

    private static SnapshotWindow read(Snapshot snapshot, TableSchema table, Chunk chunk, Map<String, String> rows) {
        try (ChunkReader reader = snapshot.read(table, chunk)) {
            List<Row> read = reader.next(SHOWN_AT_ONCE, 1 << 20);
            while (!read.isEmpty()) {
                synchronized (rows) {
                    read.forEach(row -> put(row, rows));
                }
                read = reader.next(SHOWN_AT_ONCE, 1 << 20);
            }
            return reader.window();
        }
    }

    private static void apply(List<ChangeEvent> events, SourcePosition loaded, Map<String, String> rows) {
        SourcePosition position = loaded;
        for (ChangeEvent event : events) {
            if (event instanceof TransactionBegin begin) {
                position = begin.position();
            } else if (!loaded.covers(position)) {
                apply(event, rows);
            }
        }
    }

    /** Strictly: a change that the load holds already does not fit. */
    private static void apply(ChangeEvent event, Map<String, String> rows) {
        if (event instanceof RowInsert insert) {
            put(insert.after(), rows);
        } else if (event instanceof RowDelete delete) {
            take(delete.before(), rows);
        } else if (event instanceof RowUpdate update) {
            take(update.before(), rows);
            put(update.after(), rows);
        }
    }

    private static void put(Row row, Map<String, String> rows) {
        assertThat(rows.put(Changes.value(row, 0), text(row))).isNull();
    }

    private static void take(Row row, Map<String, String> rows) {
        assertThat(rows.remove(Changes.value(row, 0))).isEqualTo(text(row));
    }

    private static String text(Row row) {
        return String.join("|", Changes.values(row));
    }
}
