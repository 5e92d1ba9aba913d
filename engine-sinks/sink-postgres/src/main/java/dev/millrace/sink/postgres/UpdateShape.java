package dev.millrace.sink.postgres;

import dev.millrace.sink.postgres.ApplySql.Assignment;
import dev.millrace.sink.postgres.encode.ParameterEncoder;
import dev.millrace.spi.sink.ChangeSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Changed rows of a table with a key: staged, then set by one join. Only columns that the rows carry are touched (law 4). */
final class UpdateShape implements ChangeShape {
    private final ApplySession session;
    private final TableBinding binding;
    private final ParameterEncoder newValues;
    private final ParameterEncoder oldKey;
    private final RowBatch batch;
    private final StagedRows staged;
    private final String updateStatement;
    private final List<Assignment> unsettable = new ArrayList<>();
    private final String countStatement;
    private int unsettableOrdinal;

    UpdateShape(ApplySession session, TableBinding binding, int[] values, boolean keyChanges) {
        this.session = session;
        this.binding = binding;
        List<String> key = binding.names(binding.key());
        int[] kept = Arrays.stream(values)
                .filter(i -> keyChanges || !binding.isKey(i))
                .toArray();
        int[] settable =
                Arrays.stream(kept).filter(i -> !binding.isIdentityAlways(i)).toArray();
        List<Assignment> set = new ArrayList<>();
        for (int place = 0; place < kept.length; place++) {
            Assignment assignment =
                    new Assignment(binding.wanted().column(kept[place]).name(), place);
            if (binding.isIdentityAlways(kept[place])) {
                unsettable.add(assignment);
                unsettableOrdinal = kept[place];
            } else {
                set.add(assignment);
            }
        }
        staged = new StagedRows(session, binding, binding.key(), kept);
        updateStatement = ApplySql.updateFromStage(staged.name(), binding.id(), set, key);
        countStatement = ApplySql.countChanged(staged.name(), binding.id(), unsettable, key);
        newValues = new ParameterEncoder(binding.wanted(), settable);
        oldKey = new ParameterEncoder(binding.wanted(), binding.key());
        batch = new RowBatch(session, ApplySql.update(binding.id(), binding.names(settable), key));
    }

    @Override
    public int apply(ChangeSet changes) throws SQLException {
        if (unsettable.isEmpty() && changes.size() < BULK_ROWS) {
            batch.clear();
            for (int i = 0; i < changes.size(); i++) {
                batch.bind(newValues, changes.rows().get(i));
                batch.bind(oldKey, changes.identities().get(i));
                batch.add();
            }
            return batch.execute();
        }
        staged.fill(changes.identities(), changes.rows());
        if (!unsettable.isEmpty() && session.count(countStatement) > 0) {
            throw binding.identityRefusal(unsettableOrdinal);
        }
        return session.execute(updateStatement);
    }

    @Override
    public void close() throws SQLException {
        batch.close();
        staged.close();
    }
}
