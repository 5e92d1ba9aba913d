package dev.millrace.mapping;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.LobClass;
import dev.millrace.model.TableSchema;
import java.util.HashSet;
import java.util.Set;

/**
 * Mappings with {@code SupportLobs} false: columns of large objects are left out, and so are keys and indexes over them. A column of
 * the key that tells rows apart stays, since without it no row could be found again.
 */
public final class WithoutLobs extends ReroutedMappings {

    public WithoutLobs(TableMappings mappings) {
        super(mappings);
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
}
