package dev.millrace.sink.postgres;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.jdbc.ControlTable;
import dev.millrace.sink.jdbc.ControlTables;
import dev.millrace.sink.jdbc.FencedCommit;
import dev.millrace.sink.jdbc.JdbcTaskStore;
import dev.millrace.sink.jdbc.RefusalRecords;
import dev.millrace.sink.jdbc.TargetConnections;
import dev.millrace.sink.jdbc.TargetTables;
import dev.millrace.sink.jdbc.UnenforcedKeys;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.Finding;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.LoadWriter;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.TaskStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** PostgreSQL as a target. */
final class PostgresSink implements Sink {
    private final TaskContext context;
    private final TargetConnections connections;
    private final PostgresCatalogue catalogue = new PostgresCatalogue();
    private final TargetTables tables;
    private final UserTypes userTypes;
    private final ControlTables controlTables;
    private final FencedCommit fencedCommit;
    private final RefusalRecords refusals;
    private boolean enforcesForeignKeys = true;

    PostgresSink(Endpoint endpoint, TaskContext context) {
        PostgresDialect dialect = new PostgresDialect(endpoint.username());
        this.context = context;
        connections = new TargetConnections(dialect, new PostgresConnector(endpoint, context.taskName()));
        tables = new TargetTables(connections, catalogue);
        userTypes = new UserTypes(connections);
        controlTables = new ControlTables(dialect, context.controlSchema(), context.taskName());
        fencedCommit = new PipelinedCommit(controlTables, context.clock());
        refusals = new RefusalRecords(controlTables, dialect, UnaryOperator.identity(), context.clock());
    }

    /** Connects once, so that a wrong address or password shows at once. */
    PostgresSink connected() {
        try {
            enforcesForeignKeys = connections.<Boolean>call("can't use the target", PostgresCatalogue::firesKeys);
            return this;
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    @Override
    public EngineFamily family() {
        return EngineFamily.POSTGRES;
    }

    @Override
    public List<Finding> check(List<TableSchema> wanted) {
        String controlSchema = controlTables.id(ControlTable.TASK).schema();
        List<Finding> findings =
                new ArrayList<>(new TargetCheck(connections, tables, userTypes).run(controlSchema, wanted));
        if (!enforcesForeignKeys) {
            findings.addAll(UnenforcedKeys.findings(wanted));
        }
        return findings;
    }

    @Override
    public List<Finding> checkPresent(List<TableSchema> wanted) {
        List<Finding> findings = new ArrayList<>();
        Map<TableId, TableSchema> targets =
                tables.describe(wanted.stream().map(TableSchema::id).toList());
        for (TableSchema table : wanted) {
            TableSchema target = targets.get(table.id());
            if (target != null) {
                findings.addAll(ExistingColumns.FIT.findings(table, target));
            }
        }
        return findings;
    }

    @Override
    public Optional<TableSchema> describe(TableId table) {
        return tables.describe(table).map(this::asTreated);
    }

    @Override
    public Map<TableId, TableSchema> describe(Collection<TableId> ids) {
        Map<TableId, TableSchema> found = new LinkedHashMap<>(tables.describe(ids));
        found.replaceAll((id, table) -> asTreated(table));
        return found;
    }

    private TableSchema asTreated(TableSchema table) {
        return enforcesForeignKeys ? table : UnenforcedKeys.without(table);
    }

    @Override
    public void createTable(TableSchema wanted) {
        tables.create(userTypes.resolved(wanted));
    }

    /** By {@code DELETE} if foreign keys of other tables point here, since PostgreSQL refuses to truncate such a table. */
    @Override
    public void truncateTable(TableId table) {
        boolean referenced = connections.call(
                "can't truncate table " + table, connection -> catalogue.isReferenced(connection, table));
        if (referenced) {
            tables.executeAll("can't empty table " + table, List.of(ApplySql.deleteAll(table)));
        } else {
            tables.truncate(table);
        }
    }

    @Override
    public void dropTable(TableId table) {
        tables.drop(table);
    }

    @Override
    public void alterTable(TableSchema known, TableSchema wanted) {
        tables.alter(userTypes.resolved(known), userTypes.resolved(wanted));
    }

    @Override
    public List<Finding> completeTables(List<TableSchema> wanted) {
        return tables.complete(wanted);
    }

    @Override
    public TaskStore taskStore() {
        return new JdbcTaskStore(connections, controlTables, refusals, context.clock());
    }

    @Override
    public LoadWriter openLoadWriter(TableSchema wanted, Fence fence) {
        return new PostgresLoadWriter(connections, tables, fencedCommit, refusals, fence, requireColumns(wanted));
    }

    @Override
    public ChangeWriter openChangeWriter(Fence fence) {
        return new PostgresChangeWriter(connections, tables, catalogue, fencedCommit, refusals, fence);
    }

    @Override
    public boolean commitsAhead() {
        return true;
    }

    @Override
    public void close() {
        connections.close();
    }

    private static TableSchema requireColumns(TableSchema wanted) {
        if (wanted.columnCount() == 0) {
            throw new ReplicationException(
                    ErrorCode.TARGET_TABLE_MISMATCH, "table " + wanted.id() + " has no columns to load");
        }
        return wanted;
    }
}
