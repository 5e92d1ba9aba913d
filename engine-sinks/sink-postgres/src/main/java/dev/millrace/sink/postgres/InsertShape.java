package dev.millrace.sink.postgres;

import dev.millrace.model.Row;
import dev.millrace.sink.postgres.encode.CopyEncoder;
import dev.millrace.spi.sink.ChangeSet;
import java.sql.SQLException;
import java.util.List;

/** New rows: COPY straight into the table, or one statement if they are too few to be worth the round trips of a COPY. */
final class InsertShape implements ChangeShape {
    private static final int COPY_ROWS = 200;

    private final ApplySession session;
    private final String copyStatement;
    private final CopyEncoder copyEncoder;
    private final RowArrays arrays;
    private final RowStatement insert;

    InsertShape(ApplySession session, TableBinding binding, int[] values) {
        this.session = session;
        List<String> names = binding.names(values);
        copyStatement = ApplySql.copy(binding.id(), names);
        copyEncoder = new CopyEncoder(binding.wanted(), values);
        arrays = new RowArrays(binding, new int[0], values);
        insert = new RowStatement(
                session, ApplySql.insert(binding.id(), names, arrays.source(), binding.needsOverriding(values)));
    }

    @Override
    public int apply(ChangeSet changes) throws SQLException {
        if (changes.size() < COPY_ROWS) {
            arrays.execute(insert, List.of(), changes.rows());
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
        insert.close();
    }
}
