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
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes, changes and completes target tables: the dialect has the words, the catalogue tells what is there already. */
public final class TargetTables {
    private static final Logger LOG = LoggerFactory.getLogger(TargetTables.class);

    private final TargetConnections connections;
    private final SqlDialect dialect;
    private final TableCatalogue catalogue;

    public TargetTables(TargetConnections connections, TableCatalogue catalogue) {
        this.connections = connections;
        this.dialect = connections.dialect();
        this.catalogue = catalogue;
    }

    public Optional<TableSchema> describe(TableId table) {
        return connections.call("can't describe table " + table, connection -> catalogue.describe(connection, table));
    }

    public void create(TableSchema wanted) {
        executeAll("can't create table " + wanted.id(), dialect.createTable(wanted));
    }

    public void truncate(TableId table) {
        executeAll("can't truncate table " + table, List.of(dialect.truncateTable(table)));
    }

    public void drop(TableId table) {
        executeAll("can't drop table " + table, List.of(dialect.dropTable(table)));
    }

    /** Brings a table from one shape of the source to the next; what it has already is left alone, so a crash in between does no harm. */
    public void alter(TableSchema known, TableSchema wanted) {
        TableSchema target = describe(wanted.id())
                .orElseThrow(() -> new ReplicationException(
                        ErrorCode.TARGET_TABLE_MISSING,
                        "can't alter table " + wanted.id() + ": the target has no such table; reload the table"));
        TableChanges changes = TableChanges.between(known, wanted, target);
        if (!changes.isEmpty()) {
            executeAll("can't alter table " + wanted.id(), dialect.alterTable(wanted, changes));
        }
    }

    /** See {@link dev.millrace.spi.sink.Sink#completeTables}. What data or shape of the target refuses becomes a finding. */
    public List<Finding> complete(List<TableSchema> wanted) {
        List<Finding> findings = new ArrayList<>();
        for (TableSchema table : wanted) {
            describe(table.id()).ifPresent(target -> completeOne(table, target, findings));
        }
        for (TableSchema table : wanted) {
            if (!table.foreignKeys().isEmpty()) {
                describe(table.id()).ifPresent(target -> addForeignKeys(table, target, findings));
            }
        }
        return findings;
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
