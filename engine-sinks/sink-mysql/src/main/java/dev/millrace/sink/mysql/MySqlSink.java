package dev.millrace.sink.mysql;

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
import dev.millrace.sink.jdbc.TargetTransaction;
import dev.millrace.sink.jdbc.UnenforcedKeys;
import dev.millrace.sink.mysql.dialect.MySqlCatalogue;
import dev.millrace.sink.mysql.dialect.MySqlDialect;
import dev.millrace.sink.mysql.dialect.TableAssessment;
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

/** {@link Sink} for MySQL and MariaDB. */
final class MySqlSink implements Sink {
    private final TargetConnections connections;
    private final MySqlDialect dialect;
    private final TargetKnowledge knowledge;
    private final TargetTables tables;
    private final ControlTables controlTables;
    private final FencedCommit fencedCommit;
    private final RefusalRecords refusals;
    private final TaskContext context;
    private final boolean enforcesForeignKeys;

    MySqlSink(
            TargetConnections connections,
            MySqlDialect dialect,
            Placement placement,
            ServerFacts facts,
            TaskContext context) {
        this.connections = connections;
        this.dialect = dialect;
        this.context = context;
        this.enforcesForeignKeys = facts.foreignKeys();
        this.controlTables = new ControlTables(dialect, context.controlSchema(), context.taskName());
        this.tables = new TargetTables(connections, new MySqlCatalogue(facts.version()));
        this.knowledge = new TargetKnowledge(facts, placement, controlDatabase(), tables);
        this.fencedCommit = new MySqlFencedCommit(controlTables, context.clock());
        this.refusals = new RefusalRecords(controlTables, dialect, placement::place, context.clock());
    }

    @Override
    public EngineFamily family() {
        return EngineFamily.MYSQL;
    }

    @Override
    public List<Finding> check(List<TableSchema> wanted) {
        List<TableSchema> placed =
                wanted.stream().map(knowledge.placement()::place).toList();
        List<Finding> findings = new ArrayList<>(connections.<List<Finding>>call(
                "can't check the target",
                connection -> new ServerAssessment(dialect.version(), controlDatabase()).findings(connection, placed)));
        findings.addAll(new TableAssessment(dialect).findings(placed));
        if (!enforcesForeignKeys) {
            findings.addAll(UnenforcedKeys.findings(wanted));
        }
        return findings;
    }

    @Override
    public List<Finding> checkPresent(List<TableSchema> wanted) {
        List<Finding> findings = new ArrayList<>();
        List<TableSchema> placed =
                wanted.stream().map(knowledge.placement()::place).toList();
        Map<TableId, TableSchema> targets =
                tables.describe(placed.stream().map(TableSchema::id).toList());
        for (TableSchema table : placed) {
            TableSchema target = targets.get(table.id());
            if (target != null) {
                findings.addAll(knowledge.fit().findings(table, target));
            }
        }
        return findings;
    }

    @Override
    public Optional<TableSchema> describe(TableId table) {
        return tables.describe(knowledge.placement().place(table)).map(this::asTreated);
    }

    @Override
    public Map<TableId, TableSchema> describe(Collection<TableId> ids) {
        Map<TableId, TableSchema> placed =
                tables.describe(ids.stream().map(knowledge.placement()::place).toList());
        Map<TableId, TableSchema> found = new LinkedHashMap<>();
        for (TableId id : ids) {
            TableSchema target = placed.get(knowledge.placement().place(id));
            if (target != null) {
                found.put(id, asTreated(target));
            }
        }
        return found;
    }

    private TableSchema asTreated(TableSchema table) {
        return enforcesForeignKeys ? table : UnenforcedKeys.without(table);
    }

    @Override
    public void createTable(TableSchema wanted) {
        tables.create(knowledge.placement().place(wanted));
        knowledge.tablesChanged();
    }

    @Override
    public void truncateTable(TableId table) {
        tables.truncate(knowledge.placement().place(table));
    }

    @Override
    public void dropTable(TableId table) {
        tables.drop(knowledge.placement().place(table));
        knowledge.tablesChanged();
    }

    @Override
    public void alterTable(TableSchema known, TableSchema wanted) {
        tables.alter(knowledge.placement().place(known), knowledge.placement().place(wanted));
        knowledge.tablesChanged();
    }

    @Override
    public List<Finding> completeTables(List<TableSchema> wanted) {
        List<Finding> findings = tables.complete(
                wanted.stream().map(knowledge.placement()::place).toList());
        knowledge.tablesChanged();
        return findings;
    }

    @Override
    public TaskStore taskStore() {
        return new JdbcTaskStore(connections, controlTables, refusals, context.clock());
    }

    @Override
    public LoadWriter openLoadWriter(TableSchema wanted, Fence fence) {
        return new MySqlLoadWriter(transaction("load", fence), wanted);
    }

    @Override
    public ChangeWriter openChangeWriter(Fence fence) {
        return new MySqlChangeWriter(transaction("apply", fence));
    }

    @Override
    public boolean commitsAhead() {
        return true;
    }

    @Override
    public void close() {
        connections.close();
    }

    private TargetTransaction<WriterSession> transaction(String role, Fence fence) {
        return new TargetTransaction<>(
                connections,
                fencedCommit,
                refusals,
                fence,
                role,
                connection -> new WriterSession(connection, knowledge));
    }

    private String controlDatabase() {
        return controlTables.id(ControlTable.TASK).schema();
    }
}
