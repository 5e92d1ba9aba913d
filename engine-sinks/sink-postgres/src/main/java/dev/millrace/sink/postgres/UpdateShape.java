package dev.millrace.sink.postgres;

import dev.millrace.sink.postgres.ApplySql.Assignment;
import dev.millrace.spi.sink.ChangeSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Changed rows of a table with a key. Only columns that the rows carry are touched (law 4). */
final class UpdateShape implements ChangeShape {
    private final TableBinding binding;
    private final RowArrays arrays;
    private final RowStatement update;
    private final RowStatement countChanged;
    private final List<Assignment> unsettable = new ArrayList<>();

    UpdateShape(ApplySession session, TableBinding binding, int[] values, boolean keyChanges) {
        this.binding = binding;
        List<String> key = binding.names(binding.key());
        int[] kept = Arrays.stream(values)
                .filter(column -> keyChanges || !binding.isKey(column))
                .toArray();
        List<Assignment> set = new ArrayList<>();
        for (int place = 0; place < kept.length; place++) {
            List<Assignment> list = binding.isIdentityAlways(kept[place]) ? unsettable : set;
            list.add(new Assignment(binding.wanted().column(kept[place]).name(), place));
        }
        arrays = new RowArrays(binding, binding.key(), kept);
        update = new RowStatement(session, ApplySql.update(binding.id(), arrays.source(), set, key));
        countChanged = new RowStatement(session, ApplySql.countChanged(binding.id(), arrays.source(), unsettable, key));
    }

    @Override
    public int apply(ChangeSet changes) throws SQLException {
        if (!unsettable.isEmpty() && arrays.execute(countChanged, changes.identities(), changes.rows()) > 0) {
            throw binding.identityRefusal(unsettable.get(0).column());
        }
        return arrays.execute(update, changes.identities(), changes.rows());
    }

    @Override
    public void close() throws SQLException {
        update.close();
        countChanged.close();
    }
}
