package dev.millrace.sink.postgres;

import dev.millrace.spi.sink.ChangeSet;
import java.sql.SQLException;
import java.util.List;

/** Deleted rows of a table with a key. */
final class DeleteShape implements ChangeShape {
    private final RowArrays arrays;
    private final RowStatement delete;

    DeleteShape(ApplySession session, TableBinding binding) {
        arrays = new RowArrays(binding, binding.key(), new int[0]);
        delete =
                new RowStatement(session, ApplySql.delete(binding.id(), arrays.source(), binding.names(binding.key())));
    }

    @Override
    public int apply(ChangeSet changes) throws SQLException {
        return arrays.execute(delete, changes.identities(), List.of());
    }

    @Override
    public void close() throws SQLException {
        delete.close();
    }
}
