package dev.millrace.sink.postgres;

import dev.millrace.model.Row;
import dev.millrace.sink.postgres.StagingTables.Stage;
import dev.millrace.sink.postgres.encode.CopyEncoder;
import java.sql.SQLException;
import java.util.List;

/** Puts the rows of a set into a staging table of their own shape. */
final class StagedRows implements AutoCloseable {
    private final ApplySession session;
    private final Stage stage;
    private final CopyEncoder keyEncoder;
    private final CopyEncoder valueEncoder;

    /**
     * Stages columns of a table.
     *
     * @param key ordinals of what becomes {@code k0, k1, …}
     * @param values ordinals of what becomes {@code c0, c1, …}
     */
    StagedRows(ApplySession session, TableBinding binding, int[] key, int[] values) {
        this.session = session;
        this.stage = session.stages().declare(binding.id(), binding.names(key), binding.names(values));
        this.keyEncoder = new CopyEncoder(binding.wanted(), key);
        this.valueEncoder = new CopyEncoder(binding.wanted(), values);
    }

    String name() {
        return stage.name();
    }

    /** Stages the key of each identity beside the values of the row at the same place, if there are rows. */
    void fill(List<Row> identities, List<Row> rows) throws SQLException {
        session.stages().prepare(stage);
        CopyStream copy = session.copy();
        copy.begin(ApplySql.copyStage(stage.name()));
        for (int i = 0; i < identities.size(); i++) {
            keyEncoder.appendFields(identities.get(i), copy.buffer());
            if (!rows.isEmpty()) {
                valueEncoder.appendFields(rows.get(i), copy.buffer());
            }
            CopyEncoder.endLine(copy.buffer());
            copy.lineDone();
        }
        copy.end();
    }

    @Override
    public void close() throws SQLException {
        session.stages().drop(stage);
    }
}
