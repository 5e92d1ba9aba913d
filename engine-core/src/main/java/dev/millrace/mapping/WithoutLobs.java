package dev.millrace.mapping;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.LobClass;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.ChunkPolicy;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Mappings with {@code SupportLobs} false: columns of large objects are left out, and so are keys and indexes over them. A column of
 * the key that tells rows apart stays, since without it no row could be found again.
 */
public final class WithoutLobs implements TableMappings {
    private final TableMappings mappings;

    public WithoutLobs(TableMappings mappings) {
        this.mappings = mappings;
    }

    @Override
    public boolean selects(TableId source) {
        return mappings.selects(source);
    }

    @Override
    public TableRoute route(TableSchema source) {
        TableRoute route = mappings.route(source);
        Set<String> identifying = new HashSet<>();
        source.identifyingKey().ifPresent(key -> identifying.addAll(key.columns()));
        TableRoute narrowed = NarrowedRoute.of(route, wanted -> {
            ColumnSchema column = source.column(route.sourceOrdinal(wanted));
            return LobClass.of(source.family(), column).isEmpty() || identifying.contains(column.name());
        });
        if (narrowed.wanted().columnCount() == 0) {
            throw new ReplicationException(
                    ErrorCode.MAPPING_INVALID,
                    "table " + source.id()
                            + " has no columns but large objects, and SupportLobs is false; exclude the table,"
                            + " or set SupportLobs to true");
        }
        return narrowed;
    }

    @Override
    public void checkTargets(Collection<TableId> sources) {
        mappings.checkTargets(sources);
    }

    @Override
    public Optional<ChunkPolicy> chunkPolicy(TableId source) {
        return mappings.chunkPolicy(source);
    }

    @Override
    public int loadOrder(TableId source) {
        return mappings.loadOrder(source);
    }

    @Override
    public OptionalInt lobLimit(TableId source) {
        return mappings.lobLimit(source);
    }
}
