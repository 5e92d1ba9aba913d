package dev.millrace.sink.postgres;

import dev.millrace.model.Row;
import dev.millrace.sink.postgres.encode.CopyEncoder;
import dev.millrace.sink.postgres.encode.ParameterEncoder;
import dev.millrace.spi.sink.ChangeSet;
import java.sql.SQLException;
import java.util.List;

/** New rows: COPY straight into the table. */
final class InsertShape implements ChangeShape {
    private final ApplySession session;
    private final String copyStatement;
    private final CopyEncoder copyEncoder;
    private final ParameterEncoder parameters;
    private final RowBatch batch;

    InsertShape(ApplySession session, TableBinding binding, int[] values) {
        this.session = session;
        List<String> names = binding.names(values);
        copyStatement = ApplySql.copy(binding.id(), names);
        copyEncoder = new CopyEncoder(binding.wanted(), values);
        parameters = new ParameterEncoder(binding.wanted(), values);
        batch = new RowBatch(session, ApplySql.insert(binding.id(), names, binding.needsOverriding(values)));
    }

    @Override
    public int apply(ChangeSet changes) throws SQLException {
        if (changes.size() < BULK_ROWS) {
            batch.clear();
            for (Row row : changes.rows()) {
                batch.bind(parameters, row);
                batch.add();
            }
            batch.execute();
        } else {
            CopyStream copy = session.copy();
            copy.begin(copyStatement);
            for (Row row : changes.rows()) {
                copyEncoder.appendFields(row, copy.buffer());
                CopyEncoder.endLine(copy.buffer());
                copy.lineDone();
            }
            copy.end();
        }
        return changes.size();
    }

    @Override
    public void close() throws SQLException {
        batch.close();
    }
}
