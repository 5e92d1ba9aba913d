package dev.millrace.sink.postgres;

import dev.millrace.sink.postgres.ApplySql.Assignment;
import dev.millrace.spi.sink.ChangeSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows that may be there already: {@code INSERT … ON CONFLICT} over the identifying key, or an update and an insert of the rest where the
 * target has no unique index over it.
 */
final class UpsertShape implements ChangeShape {
    private final RowArrays arrays;
    private final @Nullable RowStatement update;
    private final RowStatement insert;

    UpsertShape(ApplySession session, TableBinding binding, int[] values) throws SQLException {
        List<String> columns = binding.names(values);
        List<String> key = binding.names(binding.key());
        boolean overriding = binding.needsOverriding(values);
        List<Assignment> set = new ArrayList<>();
        for (int place = 0; place < values.length; place++) {
            if (!binding.isKey(values[place]) && !binding.isIdentityAlways(values[place])) {
                set.add(new Assignment(columns.get(place), place));
            }
        }
        if (session.hasArbiter(binding)) {
            arrays = new RowArrays(binding, new int[0], values);
            update = null;
            insert = new RowStatement(
                    session, ApplySql.upsert(binding.id(), columns, arrays.source(), key, set, overriding));
        } else {
            arrays = new RowArrays(binding, binding.key(), values);
            update = new RowStatement(session, ApplySql.update(binding.id(), arrays.source(), set, key));
            insert = new RowStatement(
                    session, ApplySql.insertMissing(binding.id(), columns, arrays.source(), key, overriding));
        }
    }

    @Override
    public int apply(ChangeSet changes) throws SQLException {
        if (update != null) {
            arrays.execute(update, changes.rows(), changes.rows());
        }
        arrays.execute(insert, changes.rows(), changes.rows());
        return changes.size();
    }

    @Override
    public void close() throws SQLException {
        insert.close();
        if (update != null) {
            update.close();
        }
    }
}
