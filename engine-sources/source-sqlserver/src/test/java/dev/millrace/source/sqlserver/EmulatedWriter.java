package dev.millrace.source.sqlserver;

import dev.millrace.emulated.sqlserver.EmulatedTransaction;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.testing.contract.source.SourceWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A session of the contract that writes to an emulated database. */
record EmulatedWriter(EmulatedTransaction transaction) implements SourceWriter {

    @Override
    public void insert(TableSchema table, List<List<@Nullable String>> rows) {
        transaction.insert(
                table.id().schema(),
                table.id().table(),
                table.columns().stream().map(ColumnSchema::name).toList(),
                rows);
    }

    @Override
    public void update(TableId table, Map<String, @Nullable String> old, Map<String, @Nullable String> values) {
        transaction.update(table.schema(), table.table(), old, values);
    }

    @Override
    public void delete(TableId table, Map<String, @Nullable String> old) {
        transaction.delete(table.schema(), table.table(), old);
    }

    /** SQL Server's error 4711. */
    @Override
    public void truncate(TableId table) {
        Assumptions.abort("SQL Server truncates no table that is captured");
    }

    @Override
    public void commit() {
        transaction.commit();
    }

    @Override
    public void rollback() {
        transaction.rollback();
    }

    @Override
    public void close() {
        transaction.close();
    }
}
