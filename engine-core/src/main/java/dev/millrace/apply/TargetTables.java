package dev.millrace.apply;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.load.LoadWindow;
import dev.millrace.mapping.TableMappings;
import dev.millrace.mapping.TableRoute;
import dev.millrace.metrics.TableCounters;
import dev.millrace.model.ForeignKeyOrder;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.sink.Sink;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * Finds the {@link TargetTable} of a change. Belongs to the apply thread; a change of shape replaces the entry.
 */
public final class TargetTables {
    private final TableMappings mappings;
    private final Sink sink;
    private final ConflictCatalog catalog = new ConflictCatalog();
    private final Map<TableId, TargetTable> bySource = new HashMap<>();
    private @Nullable TableSchema lastSchema;
    private @Nullable TargetTable lastTable;
    private final Set<TableId> toReload = new HashSet<>();

    /**
     * Looks the routes' targets up on the sink.
     *
     * @param windows per source table what its load holds
     * @param counters per source table
     */
    public TargetTables(
            TableMappings mappings,
            Collection<TableRoute> routes,
            Sink sink,
            Function<TableId, LoadWindow> windows,
            Function<TableId, TableCounters> counters) {
        this.mappings = mappings;
        this.sink = sink;
        List<TableSchema> wanted = routes.stream().map(TableRoute::wanted).toList();
        Map<TableId, TableSchema> targets = describe(sink, wanted);
        wanted.forEach(table -> catalog.put(table, requireNonNull(targets.get(table.id()), "not described")));
        ForeignKeyOrder order = new ForeignKeyOrder(targets.values());
        Set<TableId> parents = new HashSet<>();
        targets.values().forEach(table -> table.foreignKeys().forEach(key -> parents.add(key.parent())));
        for (TableRoute route : routes) {
            TableId source = route.source().id();
            TableId target = route.wanted().id();
            bySource.put(
                    source,
                    new TargetTable(
                            route,
                            targets.getOrDefault(target, route.wanted()),
                            parents.contains(target),
                            order.rank(target),
                            windows.apply(source),
                            counters.apply(source),
                            catalog));
        }
    }

    /** The table that rows of this source schema go to; null if the task does not replicate it. Asked for every row. */
    @Nullable
    TargetTable of(TableSchema schema) {
        if (schema == lastSchema) {
            return lastTable;
        }
        TargetTable found = bySource.get(schema.id());
        if (found != null && found.route().source() != schema) {
            found = rerouted(found, schema);
        }
        lastSchema = schema;
        lastTable = found;
        return found;
    }

    /** The table after its shape changed; its target must have been altered before. */
    @Nullable
    TargetTable changed(TableSchema schema) {
        lastSchema = null;
        lastTable = null;
        return of(schema);
    }

    /** The way of rows of a new shape, before the target was altered. */
    TableRoute route(TableSchema schema) {
        return mappings.route(schema);
    }

    /** The target of this table, and all that a change of its shape may have to wait for, because foreign keys tie them to it. */
    Set<TableId> tiedTo(TargetTable table) {
        return catalog.tiedTo(table.wanted().id());
    }

    void reload(TargetTable table) {
        toReload.add(table.route().source().id());
    }

    /** Source tables whose load has to begin anew, see {@link ErrorCode#LOAD_OVERTAKEN}. */
    public Set<TableId> toReload() {
        return Set.copyOf(toReload);
    }

    private TargetTable rerouted(TargetTable known, TableSchema schema) {
        TableRoute route = mappings.route(schema);
        TableSchema wanted = route.wanted();
        TableSchema target = requireNonNull(describe(sink, List.of(wanted)).get(wanted.id()), "not described");
        catalog.put(route.wanted(), target);
        TargetTable fresh = known.withRoute(route, target);
        bySource.put(schema.id(), fresh);
        return fresh;
    }

    /** The targets' own words; a record of the log has none. */
    private static Map<TableId, TableSchema> describe(Sink sink, List<TableSchema> wanted) {
        Map<TableId, TableSchema> targets = new LinkedHashMap<>();
        if (sink.applyStyle() == Sink.ApplyStyle.LOG) {
            wanted.forEach(table -> targets.put(table.id(), table));
            return targets;
        }
        targets.putAll(sink.describe(wanted.stream().map(TableSchema::id).toList()));
        for (TableSchema table : wanted) {
            if (!targets.containsKey(table.id())) {
                throw new ReplicationException(
                        ErrorCode.TARGET_TABLE_MISSING,
                        "target table " + table.id()
                                + " does not exist; create it, or reload the task so that it is created");
            }
        }
        return targets;
    }
}
