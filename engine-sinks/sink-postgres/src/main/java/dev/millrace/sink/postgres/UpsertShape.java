package dev.millrace.sink.postgres;

import dev.millrace.model.Row;
import dev.millrace.sink.postgres.ApplySql.Assignment;
import dev.millrace.sink.postgres.encode.ParameterEncoder;
import dev.millrace.spi.sink.ChangeSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows that may be there already: {@code INSERT … ON CONFLICT} over the identifying key, or an update and an insert of the rest where the
 * target has no unique index over it.
 */
final class UpsertShape implements ChangeShape {
    private final ParameterEncoder parameters;
    private final RowBatch batch;
    private final StagedRows staged;
    private final ApplySession session;
    private final List<String> statements = new ArrayList<>();
    private final boolean arbiter;

    UpsertShape(ApplySession session, TableBinding binding, int[] values) throws SQLException {
        this.session = session;
        arbiter = session.hasArbiter(binding);
        List<String> columns = binding.names(values);
        List<String> key = binding.names(binding.key());
        int[] settable = Arrays.stream(values)
                .filter(i -> !binding.isKey(i) && !binding.isIdentityAlways(i))
                .toArray();
        boolean overriding = binding.needsOverriding(values);
        staged = new StagedRows(session, binding, arbiter ? new int[0] : binding.key(), values);
        if (arbiter) {
            statements.add(ApplySql.upsertFromStage(
                    staged.name(), binding.id(), columns, key, binding.names(settable), overriding));
        } else {
            List<Assignment> set = new ArrayList<>();
            for (int column : settable) {
                set.add(new Assignment(binding.wanted().column(column).name(), Arrays.binarySearch(values, column)));
            }
            statements.add(ApplySql.updateFromStage(staged.name(), binding.id(), set, key));
            statements.add(ApplySql.insertMissingFromStage(staged.name(), binding.id(), columns, key, overriding));
        }
        parameters = new ParameterEncoder(binding.wanted(), values);
        batch = new RowBatch(session, ApplySql.upsert(binding.id(), columns, key, binding.names(settable), overriding));
    }

    @Override
    public int apply(ChangeSet changes) throws SQLException {
        if (arbiter && changes.size() < BULK_ROWS) {
            batch.clear();
            for (Row row : changes.rows()) {
                batch.bind(parameters, row);
                batch.add();
            }
            batch.execute();
        } else {
            staged.fill(changes.rows(), changes.rows());
            for (String statement : statements) {
                session.execute(statement);
            }
        }
        return changes.size();
    }

    @Override
    public void close() throws SQLException {
        batch.close();
        staged.close();
    }
}
