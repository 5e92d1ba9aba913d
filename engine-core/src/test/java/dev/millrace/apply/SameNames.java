package dev.millrace.apply;

import dev.millrace.mapping.TableMappings;
import dev.millrace.mapping.TableRoute;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.ChunkPolicy;
import java.util.Optional;
import java.util.stream.IntStream;

/** Every table is replicated under its own name. */
final class SameNames implements TableMappings {

    static TableRoute routeOf(TableSchema table) {
        return new TableRoute(
                table, table, IntStream.range(0, table.columnCount()).toArray());
    }

    @Override
    public boolean selects(TableId source) {
        return true;
    }

    @Override
    public TableRoute route(TableSchema source) {
        return routeOf(source);
    }

    @Override
    public Optional<ChunkPolicy> chunkPolicy(TableId source) {
        return Optional.empty();
    }

    @Override
    public int loadOrder(TableId source) {
        return 0;
    }
}
