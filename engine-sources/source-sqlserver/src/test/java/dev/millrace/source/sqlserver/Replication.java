package dev.millrace.source.sqlserver;

import dev.millrace.emulated.sqlserver.EmulatedColumn;
import dev.millrace.emulated.sqlserver.EmulatedTable;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeEvent.RowDelete;
import dev.millrace.model.ChangeEvent.RowInsert;
import dev.millrace.model.ChangeEvent.RowUpdate;
import dev.millrace.model.ChangeEvent.TransactionCommit;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.Source;
import dev.millrace.testing.contract.TextRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A source on an emulated database, with short ways to make a table and to read it. */
final class Replication implements AutoCloseable {
    final EmulatedFixture fixture = new EmulatedFixture();
    final Source source;

    Replication() {
        this(Map.of());
    }

    /** @param settings of the source's endpoint */
    Replication(Map<String, String> settings) {
        source = fixture.open(settings);
    }

    /** A table in schema {@code sales}; {@code declarations} are {@code name type}, the first is the key. */
    TableSchema create(String table, String... declarations) {
        List<EmulatedColumn> columns = Stream.of(declarations)
                .map(declaration -> declaration.split(" ", 2))
                .map(parts -> EmulatedColumn.of(parts[0], parts[1], !parts[0].equals("id")))
                .toList();
        fixture.database().createTable(EmulatedTable.of("sales", table, columns, List.of("id")));
        return told(table);
    }

    TableSchema createCaptured(String table, String... declarations) {
        create(table, declarations);
        fixture.database().enableCapture("sales", table, "sales_" + table);
        return told(table);
    }

    TableSchema told(String table) {
        return source.tables(new TableId("sales", table)::equals).get(0);
    }

    void insert(String table, List<String> columns, List<Object> row) {
        fixture.database().transaction(changes -> changes.insert("sales", table, columns, List.of(row)));
    }

    List<String> loaded(TableSchema table) {
        List<String> rows = new ArrayList<>();
        try (Snapshot snapshot = source.openSnapshot(List.of(table), true)) {
            for (Chunk chunk : snapshot.plan(table, new ChunkPolicy.Planned(Long.MAX_VALUE))) {
                try (ChunkReader reader = snapshot.read(table, chunk)) {
                    reader.next(100, 1 << 20)
                            .forEach(row -> rows.add(TextRows.values(table, row).toString()));
                }
            }
        }
        return rows;
    }

    /** What the log tells behind a position, in words, up to so many commits. */
    List<String> changes(SourcePosition from, int commits, TableSchema... tables) {
        try (ChangeReader reader = source.openReader(from, List.of(tables))) {
            return words(reader, commits);
        }
    }

    /** What a reader tells next, in words, up to so many commits. */
    static List<String> words(ChangeReader reader, int commits) {
        List<String> words = new ArrayList<>();
        int[] seen = new int[1];
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            for (ChangeEvent event : reader.poll(Duration.ofMillis(100)).events()) {
                tell(event, words);
                seen[0] += event instanceof TransactionCommit ? 1 : 0;
            }
            return seen[0] >= commits;
        });
        return words;
    }

    private static void tell(ChangeEvent event, List<String> words) {
        if (event instanceof RowInsert insert) {
            words.add("insert " + TextRows.values(insert.table(), insert.after()));
        } else if (event instanceof RowUpdate update) {
            words.add("update " + TextRows.values(update.table(), update.after()));
        } else if (event instanceof RowDelete delete) {
            words.add("delete " + TextRows.values(delete.table(), delete.before()));
        }
    }

    @Override
    public void close() {
        source.close();
        fixture.close();
    }
}
