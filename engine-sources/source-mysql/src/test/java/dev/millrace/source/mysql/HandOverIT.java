package dev.millrace.source.mysql;

import dev.millrace.model.ChangeEvent;
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
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Load and changes together give the source's final state while it is written to, with and without keys. */
class HandOverIT {
    private static final int WRITERS = 3;
    private static final int ROWS = 3000;

    private final AtomicInteger commits = new AtomicInteger();
    private volatile boolean stop;

    @ParameterizedTest
    @EnumSource(TestServer.class)
    void nothingIsLostOrDoubled(TestServer server) throws Exception {
        String database = server.newDatabase();
        // without GTIDs the changes are read from the beginning of the file, which may hold what another test has tried
        // out
        server.run("FLUSH BINARY LOGS");
        server.run(
                "CREATE TABLE " + database + ".keyed (id INT PRIMARY KEY, v INT, w VARCHAR(20))",
                "CREATE TABLE " + database + ".keyless (a INT, b VARCHAR(20))",
                "CREATE TABLE " + database + ".noise (a INT)");
        fill(server, database);
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Source source = server.open()) {
            List<TableSchema> tables = source.tables(
                    id -> id.schema().equals(database) && !id.table().equals("noise"));
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int seed = i;
                writers.add(threads.submit((Callable<Void>) () -> write(server, database, seed)));
            }
            awaitCommits(100);
            List<TableState> states = new ArrayList<>();
            SourcePosition start;
            try (Snapshot snapshot = source.openSnapshot(tables, true)) {
                start = snapshot.start();
                for (TableSchema table : tables) {
                    states.add(load(snapshot, table, threads));
                }
            }
            awaitCommits(100);
            stop = true;
            for (Future<?> writer : writers) {
                writer.get(60, TimeUnit.SECONDS);
            }
            SourcePosition end = source.currentPosition();
            try (ChangeReader reader = source.openReader(start, tables)) {
                apply(Changes.upTo(reader, end), states);
            }
            for (TableState state : states) {
                assertThat(state.sorted()).as(state.table.id().toString()).isEqualTo(content(server, state.table));
            }
            assertThat(states).anySatisfy(state -> assertThat(state.strict).isPositive());
        } finally {
            stop = true;
            threads.shutdownNow();
        }
    }

    private void awaitCommits(int more) {
        int wanted = commits.get() + more;
        Awaitility.await().until(() -> commits.get() >= wanted);
    }

    private static void fill(TestServer server, String database) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < ROWS; i++) {
                statement.addBatch("INSERT INTO keyed VALUES (" + 2 * i + ", 0, 'first')");
                statement.addBatch("INSERT INTO keyless VALUES (" + i % 100 + ", 'same')");
            }
            statement.executeBatch();
            connection.commit();
        }
    }

    private Void write(TestServer server, String database, int seed) throws SQLException, InterruptedException {
        Random random = new Random(seed);
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int round = 0; !stop; round++) {
                int id = random.nextInt(2 * ROWS / WRITERS) * WRITERS + seed;
                switch (random.nextInt(5)) {
                    case 0 -> statement.execute("INSERT IGNORE INTO keyed VALUES (" + id + ", 1, 'new')");
                    case 1 -> statement.execute("DELETE FROM keyed WHERE id = " + id);
                    case 2 ->
                        statement.execute("UPDATE IGNORE keyed SET id = id + " + 3 * (random.nextInt(100) - 50)
                                + " WHERE id = " + id + " AND id > 200");
                    default -> statement.execute("UPDATE keyed SET v = v + 1, w = 'w" + round + "' WHERE id = " + id);
                }
                if (round % 20 == seed) {
                    statement.execute("INSERT INTO keyless VALUES (" + random.nextInt(100) + ", 'same')");
                    statement.execute("DELETE FROM keyless WHERE a = " + random.nextInt(100) + " LIMIT 1");
                    statement.execute("UPDATE keyless SET b = 'w" + random.nextInt(3) + "' WHERE a = "
                            + random.nextInt(100) + " LIMIT 2");
                }
                statement.execute("INSERT INTO noise VALUES (1)");
                connection.commit();
                commits.incrementAndGet();
                TimeUnit.MILLISECONDS.sleep(2);
            }
        }
        return null;
    }

    private static TableState load(Snapshot snapshot, TableSchema table, ExecutorService threads)
            throws ExecutionException, InterruptedException {
        TableState state = new TableState(table);
        List<Future<Void>> readers = new ArrayList<>();
        List<Chunk> chunks = snapshot.plan(table, new ChunkPolicy.Planned(500));
        assertThat(chunks.size()).isGreaterThan(table.identifyingKey().isPresent() ? 3 : 0);
        for (Chunk chunk : chunks) {
            readers.add(threads.submit(() -> {
                try (ChunkReader reader = snapshot.read(table, chunk)) {
                    List<Row> rows = reader.next(100, 1 << 20);
                    while (!rows.isEmpty()) {
                        state.loaded(rows);
                        rows = reader.next(100, 1 << 20);
                    }
                    state.window(reader.window());
                }
                return null;
            }));
        }
        for (Future<Void> reader : readers) {
            reader.get();
        }
        return state;
    }

    private static void apply(List<ChangeEvent> events, List<TableState> states) {
        SourcePosition position = null;
        for (ChangeEvent event : events) {
            if (event instanceof ChangeEvent.TransactionBegin begin) {
                position = begin.position();
            } else if (event instanceof ChangeEvent.TableEvent change) {
                for (TableState state : states) {
                    if (state.table == change.table()) {
                        state.apply(change, position);
                    }
                }
            }
        }
    }

    private static List<String> content(TestServer server, TableSchema table) {
        String columns = table.columns().stream()
                .map(column -> "IFNULL(" + column.name() + ", '-')")
                .reduce((a, b) -> a + ", '|', " + b)
                .orElseThrow();
        List<String> rows = server.column("SELECT CONCAT(" + columns + ") FROM " + table.id());
        rows.sort(null);
        return rows;
    }

    /** A model of the target's table, under the engine's rules. */
    private static final class TableState {
        final TableSchema table;
        final boolean keyed;
        final List<String> rows = new ArrayList<>();
        SourcePosition low;
        SourcePosition high;
        int strict;

        TableState(TableSchema table) {
            this.table = table;
            this.keyed = table.identifyingKey().isPresent();
        }

        synchronized void loaded(List<Row> read) {
            read.forEach(row -> rows.add(text(row)));
        }

        synchronized void window(SnapshotWindow window) {
            assertThat(window.high().covers(window.low())).isTrue();
            assertThat(keyed || window.isExact()).isTrue();
            low = low == null || low.covers(window.low()) ? window.low() : low;
            high = high == null || window.high().covers(high) ? window.high() : high;
        }

        void apply(ChangeEvent event, SourcePosition position) {
            if (low.covers(position)) {
                return;
            }
            boolean converge = high.covers(position);
            if (!converge) {
                strict++;
            }
            if (event instanceof ChangeEvent.RowInsert insert) {
                boolean existed = remove(insert.after(), false);
                assertThat(existed && !converge)
                        .as("insert of a row that exists at %s", position)
                        .isFalse();
                rows.add(text(insert.after()));
            } else if (event instanceof ChangeEvent.RowDelete delete) {
                assertThat(remove(delete.before(), true) || converge)
                        .as("delete at %s", position)
                        .isTrue();
            } else if (event instanceof ChangeEvent.RowUpdate update) {
                assertThat(remove(update.before(), true) || converge)
                        .as("update at %s", position)
                        .isTrue();
                remove(update.after(), false);
                rows.add(text(update.after()));
            }
        }

        private boolean remove(Row row, boolean alsoKeyless) {
            if (!keyed) {
                return alsoKeyless && rows.remove(text(row));
            }
            String key = Changes.value(row, 0) + "|";
            return rows.removeIf(candidate -> candidate.startsWith(key));
        }

        private static String text(Row row) {
            return String.join(
                    "|",
                    Changes.values(row).stream()
                            .map(value -> value == null ? "-" : value)
                            .toList());
        }

        List<String> sorted() {
            List<String> sorted = new ArrayList<>(rows);
            sorted.sort(null);
            return sorted;
        }
    }
}
