package dev.millrace.task;

import dev.millrace.config.TaskConfiguration;
import dev.millrace.mapping.TableRoute;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.sink.Sink;
import java.util.List;
import java.util.Map;

/**
 * Adds columns to target tables that their sources got while the task was not running. The log will tell of them too, but the
 * source's catalogue tells first, and it is what the start of a task is checked against. Columns that are gone stay until the log
 * says so: rows before that place still fill them.
 */
final class ShapeCatchUp {
    private final TaskConfiguration configuration;
    private final Sink sink;

    ShapeCatchUp(TaskConfiguration configuration, Sink sink) {
        this.configuration = configuration;
        this.sink = sink;
    }

    void run(List<TableRoute> routes) {
        if (configuration.settings().ddl().altered() && sink.applyStyle() != Sink.ApplyStyle.LOG) {
            Map<TableId, TableSchema> targets = sink.describe(
                    routes.stream().map(route -> route.wanted().id()).toList());
            for (TableRoute route : routes) {
                TableSchema target = targets.get(route.wanted().id());
                if (target != null) {
                    addMissing(route.wanted(), target);
                }
            }
        }
    }

    private void addMissing(TableSchema wanted, TableSchema target) {
        List<ColumnSchema> known = wanted.columns().stream()
                .filter(column -> target.ordinal(column.name()).isPresent())
                .toList();
        if (known.size() < wanted.columnCount()) {
            sink.alterTable(wanted.toBuilder().columns(known).build(), wanted);
        }
    }
}
