package dev.millrace.source.mysql;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeEvent.RowDelete;
import dev.millrace.model.ChangeEvent.RowInsert;
import dev.millrace.model.ChangeEvent.RowUpdate;
import dev.millrace.model.ChangeEvent.TransactionBegin;
import dev.millrace.model.Row;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.Finding;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.SnapshotWindow;
import dev.millrace.spi.source.Source;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A table without a key that many sessions write to without pause: at every moment some transaction is changing it. */
class KeylessLoadIT {
    private static final int FEW_WRITERS = 4;
    private static final int MANY_WRITERS = 12;
    private static final int SHOWN_AT_ONCE = 1000;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger commits = new AtomicInteger();
    private volatile boolean stop;

    @ParameterizedTest
    @EnumSource(TestServer.class)
    void isLoadedExactly(TestServer server) throws Exception {
        String database = server.newDatabase();
        server.run("CREATE TABLE " + database + ".busy (a INT, b VARCHAR(20))");
        List<Future<?>> writers = startWriters(server, database, FEW_WRITERS, 10);
        try (Source source = server.open()) {
            List<TableSchema> tables = source.tables(id -> id.schema().equals(database));
            List<String> rows = new ArrayList<>();
            SnapshotWindow window;
            SourcePosition start;
            try (Snapshot snapshot = source.openSnapshot(tables, true)) {
                start = snapshot.start();
                window = load(snapshot, tables.get(0), rows);
            }
            assertThat(window.isExact()).isTrue();
            awaitCommits(50);
            stop(writers);
            SourcePosition end = source.currentPosition();
            try (ChangeReader reader = source.openReader(start, tables)) {
                apply(Changes.upTo(reader, end), window.high(), rows);
            }
            List<String> expected = server.column("SELECT CONCAT_WS('|', a, b) FROM " + database + ".busy");
            Collections.sort(expected);
            Collections.sort(rows);
            assertThat(rows).isEqualTo(expected);
        } finally {
            stop(writers);
        }
    }

    /** Transactions overlap, so that there is no moment in which none has changed the table. */
    private List<Future<?>> startWriters(TestServer server, String database, int count, int longestMillis) {
        List<Future<?>> writers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Random random = new Random(i);
            writers.add(threads.submit((Callable<Void>) () -> {
                try (Connection connection = server.connect(database);
                        Statement statement = connection.createStatement()) {
                    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                    connection.setAutoCommit(false);
                    while (!stop) {
                        write(statement, random, longestMillis);
                        connection.commit();
                        commits.incrementAndGet();
                    }
                }
                return null;
            }));
        }
        awaitCommits(100);
        return writers;
    }

    private static void write(Statement statement, Random random, int longestMillis)
            throws SQLException, InterruptedException {
        statement.execute("INSERT INTO busy VALUES (" + random.nextInt(20) + ", 'new'), (1, 'same')");
        TimeUnit.MILLISECONDS.sleep(random.nextInt(longestMillis));
        if (random.nextBoolean()) {
            statement.execute("INSERT INTO busy VALUES (" + random.nextInt(20) + ", 'more')");
        }
    }

    private void awaitCommits(int more) {
        int wanted = commits.get() + more;
        Awaitility.await().until(() -> commits.get() >= wanted);
    }

    private void stop(List<Future<?>> writers) throws Exception {
        stop = true;
        for (Future<?> writer : writers) {
            writer.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();
    }

    private static SnapshotWindow load(Snapshot snapshot, TableSchema table, List<String> rows) {
        try (ChunkReader reader = snapshot.read(table, only(snapshot, table))) {
            List<Row> read = reader.next(SHOWN_AT_ONCE, 1 << 20);
            while (!read.isEmpty()) {
                read.forEach(row -> rows.add(text(row)));
                read = reader.next(SHOWN_AT_ONCE, 1 << 20);
            }
            return reader.window();
        }
    }

    private static void apply(List<ChangeEvent> events, SourcePosition loaded, List<String> rows) {
        SourcePosition position = loaded;
        for (ChangeEvent event : events) {
            if (event instanceof TransactionBegin begin) {
                position = begin.position();
            } else if (!loaded.covers(position)) {
                apply(event, rows);
            }
        }
    }

    private static void apply(ChangeEvent event, List<String> rows) {
        if (event instanceof RowInsert insert) {
            rows.add(text(insert.after()));
        } else if (event instanceof RowDelete delete) {
            assertThat(rows.remove(text(delete.before()))).isTrue();
        } else if (event instanceof RowUpdate update) {
            assertThat(rows.remove(text(update.before()))).isTrue();
            rows.add(text(update.after()));
        }
    }

    private static String text(Row row) {
        return String.join("|", Changes.values(row));
    }

    /** Without GTIDs it takes two seconds to find out where a snapshot is, which is sure to be too long here. */
    @Test
    void needsThePrivilegeToLockAndSaysSo() throws Exception {
        TestServer server = TestServer.MYSQL_BY_FILE;
        String database = server.newDatabase();
        server.run(
                "CREATE TABLE " + database + ".busy (a INT, b VARCHAR(20))",
                "CREATE TABLE " + database + ".keyed (a INT PRIMARY KEY)",
                "CREATE USER reader IDENTIFIED BY 'reader'",
                "GRANT SELECT ON " + database + ".* TO reader",
                "GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO reader");
        String remedy = "GRANT LOCK TABLES ON `" + database + "`.* TO";
        List<Future<?>> writers = startWriters(server, database, FEW_WRITERS, 10);
        try (Source source = ServerScript.open(server.server(), "reader", "reader")) {
            List<TableSchema> tables = source.tables(id -> id.schema().equals(database));
            assertThat(lockFindings(source, tables))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding)
                            .returns(Finding.Severity.WARNING, Finding::severity)
                            .satisfies(told -> assertThat(told.toString()).contains("busy", remedy)));
            try (Snapshot snapshot = source.openSnapshot(tables, true)) {
                ReplicationException refused = catchThrowableOfType(
                        ReplicationException.class, () -> load(snapshot, tables.get(0), new ArrayList<>()));
                assertThat(refused)
                        .returns(ErrorCode.SOURCE_ROW_IDENTITY_MISSING, ReplicationException::code)
                        .hasMessageContaining(database + ".busy")
                        .hasMessageContaining(remedy)
                        .hasMessageContaining("add a primary key");
            }
            server.run("GRANT LOCK TABLES ON " + database + ".* TO reader");
        } finally {
            stop(writers);
        }
        try (Source source = ServerScript.open(server.server(), "reader", "reader")) {
            List<TableSchema> tables = source.tables(id -> id.schema().equals(database));
            assertThat(lockFindings(source, tables)).isEmpty();
        }
    }

    private static List<Finding> lockFindings(Source source, List<TableSchema> tables) {
        return source.check(tables, true).stream()
                .filter(finding -> finding.code() == ErrorCode.SOURCE_GRANT_MISSING)
                .toList();
    }

    /** With so many writers a lock that lets them pass never gets its turn; and no lock may outlive the moment. */
    @Test
    void locksNobodyOutForLong() throws Exception {
        TestServer server = TestServer.MYSQL_BY_FILE;
        String database = server.newDatabase();
        server.run("CREATE TABLE " + database + ".busy (a INT, b VARCHAR(20))");
        List<Future<?>> writers = startWriters(server, database, MANY_WRITERS, 100);
        try (Source source = server.open()) {
            List<TableSchema> tables = source.tables(id -> id.schema().equals(database));
            try (Snapshot snapshot = source.openSnapshot(tables, true);
                    ChunkReader reader = snapshot.read(tables.get(0), only(snapshot, tables.get(0)))) {
                assertThat(reader.window().isExact()).isTrue();
                awaitCommits(20);
                assertThat(reader.next(1, 1)).hasSize(1);
            }
        } finally {
            stop(writers);
        }
    }

    private static Chunk only(Snapshot snapshot, TableSchema table) {
        List<Chunk> chunks = snapshot.plan(table, new ChunkPolicy.Planned(100));
        assertThat(chunks).hasSize(1);
        return chunks.get(0);
    }
}
