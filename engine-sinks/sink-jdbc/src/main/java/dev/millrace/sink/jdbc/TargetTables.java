package dev.millrace.sink.jdbc;

import dev.millrace.error.ErrorCategory;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.IndexSchema;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes, changes and completes target tables: the dialect has the words, the catalogue tells what is there already. Methods are for one
 * thread at a time, but for {@link #known}.
 */
public final class TargetTables {
    private static final Logger LOG = LoggerFactory.getLogger(TargetTables.class);

    private final TargetConnections connections;
    private final SqlDialect dialect;
    private final TableCatalogue catalogue;
    private final Map<TableId, TableSchema> latest = new ConcurrentHashMap<>();

    public TargetTables(TargetConnections connections, TableCatalogue catalogue) {
        this.connections = connections;
        this.dialect = connections.dialect();
        this.catalogue = catalogue;
    }

    public Optional<TableSchema> describe(TableId table) {
        return Optional.ofNullable(describe(List.of(table)).get(table));
    }

    /** The tables as the target has them now; those that are not there are left out. */
    public Map<TableId, TableSchema> describe(Collection<TableId> tables) {
        String doing = tables.size() == 1
                ? "can't describe table " + tables.iterator().next()
                : "can't describe " + tables.size() + " tables";
        Map<TableId, TableSchema> found = connections.call(doing, connection -> catalogue.describe(connection, tables));
        tables.forEach(latest::remove);
        latest.putAll(found);
        return found;
    }

    /**
     * The table as it was last described, if this sink has not changed it since, so that writers need not ask for what the engine has just
     * asked for; else as the target has it now. May be called by any thread, on a connection of its own.
     *
     * @throws ReplicationException {@code TARGET_TABLE_MISSING}
     */
    public TableSchema known(Connection connection, TableId table) throws SQLException {
        TableSchema known = latest.get(table);
        if (known == null) {
            known = catalogue
                    .describe(connection, table)
                    .orElseThrow(() -> new ReplicationException(
                            ErrorCode.TARGET_TABLE_MISSING,
                            "the target has no table " + table + "; create it, or let the task do so"));
            latest.put(table, known);
        }
        return known;
    }

    public void create(TableSchema wanted) {
        change(wanted.id(), "can't create table ", dialect.createTable(wanted));
    }

    public void truncate(TableId table) {
        executeAll("can't truncate table " + table, List.of(dialect.truncateTable(table)));
    }

    public void drop(TableId table) {
        change(table, "can't drop table ", List.of(dialect.dropTable(table)));
    }

    /** Brings a table from one shape of the source to the next; what it has already is left alone, so a crash in between does no harm. */
    public void alter(TableSchema known, TableSchema wanted) {
        TableSchema target = describe(wanted.id())
                .orElseThrow(() -> new ReplicationException(
                        ErrorCode.TARGET_TABLE_MISSING,
                        "can't alter table " + wanted.id() + ": the target has no such table; reload the table"));
        TableChanges changes = TableChanges.between(known, wanted, target);
        if (!changes.isEmpty()) {
            change(wanted.id(), "can't alter table ", dialect.alterTable(wanted, changes));
        }
    }

    /** See {@link dev.millrace.spi.sink.Sink#completeTables}. What data or shape of the target refuses becomes a finding. */
    public List<Finding> complete(List<TableSchema> wanted) {
        List<Finding> findings = new ArrayList<>();
        Map<TableId, TableSchema> targets =
                describe(wanted.stream().map(TableSchema::id).toList());
        for (TableSchema table : wanted) {
            TableSchema target = targets.get(table.id());
            if (target != null) {
                completeOne(table, target, findings);
            }
        }
        for (TableSchema table : wanted) {
            TableSchema target = targets.get(table.id());
            if (target != null) {
                addForeignKeys(table, target, findings);
            }
        }
        wanted.forEach(table -> latest.remove(table.id()));
        return findings;
    }

    private void change(TableId table, String doing, List<String> statements) {
        try {
            executeAll(doing + table, statements);
        } finally {
            latest.remove(table);
        }
    }

    /** Runs the statements one by one, each committed by itself. */
    public void executeAll(String doing, List<String> statements) {
        connections.call(doing, connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    LOG.debug("{}", sql);
                    statement.execute(sql);
                }
            }
            return true;
        });
    }

    private void completeOne(TableSchema wanted, TableSchema target, List<Finding> findings) {
        for (KeySchema key : wanted.uniqueKeys()) {
            if (!hasKey(target, key)) {
                attempt(wanted, "unique key " + key.name(), dialect.addUniqueKey(wanted, key), findings);
            }
        }
        for (IndexSchema index : wanted.indexes()) {
            if (!hasIndex(wanted, target, index)) {
                addIndex(wanted, index, findings);
            }
        }
        for (String statement : dialect.completeColumns(wanted, target)) {
            attempt(wanted, "default or identity", statement, findings);
        }
    }

    private void addIndex(TableSchema wanted, IndexSchema index, List<Finding> findings) {
        Optional<String> statement = dialect.addIndex(wanted, index);
        if (statement.isPresent()) {
            attempt(wanted, "index " + index.name(), statement.get(), findings);
        } else {
            findings.add(Finding.warning(
                    ErrorCode.TARGET_TABLE_MISMATCH,
                    "index " + index.name() + " of table " + wanted.id() + " has no counterpart on the target",
                    "make one by hand if queries there need it; on the source it is: " + index.definition()));
        }
    }

    private void addForeignKeys(TableSchema wanted, TableSchema target, List<Finding> findings) {
        for (ForeignKeySchema key : wanted.foreignKeys()) {
            boolean there = target.foreignKeys().stream()
                    .anyMatch(present -> present.parent().equals(key.parent())
                            && present.columns().equals(key.columns())
                            && present.parentColumns().equals(key.parentColumns()));
            if (!there && describe(key.parent()).isPresent()) {
                attempt(wanted, "foreign key " + key.name(), dialect.addForeignKey(wanted, key), findings);
            }
        }
    }

    private void attempt(TableSchema wanted, String what, String statement, List<Finding> findings) {
        try {
            executeAll("can't add " + what + " to table " + wanted.id(), List.of(statement));
        } catch (ReplicationException failure) {
            ErrorCategory category = failure.code().category();
            if (category != ErrorCategory.TARGET_DATA && category != ErrorCategory.TARGET_SCHEMA) {
                throw failure;
            }
            findings.add(Finding.warning(
                    failure.code(), String.valueOf(failure.getMessage()), "mend the cause, then run: " + statement));
        }
    }

    private static boolean hasKey(TableSchema target, KeySchema key) {
        return target.uniqueKeys().stream()
                        .anyMatch(present -> present.columns().equals(key.columns()))
                || target.primaryKey()
                        .filter(primary -> primary.columns().equals(key.columns()))
                        .isPresent();
    }

    /** By name, since two indexes over the same columns may differ in everything else. */
    private boolean hasIndex(TableSchema wanted, TableSchema target, IndexSchema index) {
        String name = dialect.indexName(wanted, index.name());
        return target.indexes().stream().anyMatch(present -> present.name().equals(name));
    }
}
