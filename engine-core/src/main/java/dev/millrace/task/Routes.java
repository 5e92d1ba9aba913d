package dev.millrace.task;

import dev.millrace.config.LimitedLobs;
import dev.millrace.config.LobSettings;
import dev.millrace.config.TaskConfiguration;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.mapping.TableMappings;
import dev.millrace.mapping.TableRoute;
import dev.millrace.mapping.WithLobLimits;
import dev.millrace.mapping.WithoutGeneratedColumns;
import dev.millrace.mapping.WithoutLobs;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.source.Source;
import java.util.ArrayList;
import java.util.List;

/** Which tables of the source a task replicates, and to where. */
final class Routes {
    private final TaskConfiguration configuration;
    private final Source source;
    private final TableMappings mappings;

    Routes(TaskConfiguration configuration, Source source, Sink sink) {
        this.configuration = configuration;
        this.source = source;
        TableMappings supported = configuration.settings().lobs().supported()
                ? configuration.mappings()
                : new WithoutLobs(configuration.mappings());
        TableMappings fitting = source.family() == sink.family() ? supported : new WithoutGeneratedColumns(supported);
        LobSettings lobs = configuration.settings().lobs();
        this.mappings = lobs.limited() == LimitedLobs.WHOLE ? fitting : new WithLobLimits(fitting, lobs.maximumSize());
    }

    /** The task's mappings, as they hold between these two engines. */
    TableMappings mappings() {
        return mappings;
    }

    /** Looks at the source's tables as they are now. */
    List<TableRoute> find() {
        List<TableRoute> routes = new ArrayList<>();
        for (TableSchema table : source.tables(mappings::selects)) {
            routes.add(mappings.route(table));
        }
        mappings.checkTargets(routes.stream().map(route -> route.source().id()).toList());
        if (routes.isEmpty() && configuration.settings().failOnNoTables()) {
            throw new ReplicationException(
                    ErrorCode.NO_TABLES_MATCHED,
                    "no table of " + configuration.source()
                            + " matches the selection rules; names are case-sensitive, and "
                            + "the user must be allowed to see the tables");
        }
        return routes;
    }
}
