package dev.millrace.source.postgres;

import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads snapshots in tests. */
final class Loads {
    private Loads() {}

    static List<Row> all(Snapshot snapshot, TableSchema table, ChunkPolicy policy) {
        List<Row> rows = new ArrayList<>();
        for (Chunk chunk : snapshot.plan(table, policy)) {
            read(snapshot, table, chunk, rows::addAll);
        }
        return rows;
    }

    static void read(Snapshot snapshot, TableSchema table, Chunk chunk, Consumer<List<Row>> consumer) {
        try (ChunkReader reader = snapshot.read(table, chunk)) {
            for (List<Row> rows = reader.next(500, 1 << 20); !rows.isEmpty(); rows = reader.next(500, 1 << 20)) {
                consumer.accept(rows);
            }
        }
    }

    static List<Row> all(Snapshot snapshot, TableSchema table) {
        return all(snapshot, table, new ChunkPolicy.Planned(1000));
    }
}
