package dev.millrace.sink.postgres;

import dev.millrace.model.Row;
import dev.millrace.sink.postgres.encode.ParameterEncoder;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** One prepared statement that is executed for a few rows in one round trip. Parameters have no type: the server infers it. */
final class RowBatch implements AutoCloseable {
    private final ApplySession session;
    private final String sql;
    private @Nullable PreparedStatement prepared;
    private int parameter;

    RowBatch(ApplySession session, String sql) {
        this.session = session;
        this.sql = sql;
    }

    /** Adds the row's values as the next parameters of the statement's current execution. */
    void bind(ParameterEncoder encoder, Row row) throws SQLException {
        PreparedStatement statement = statement();
        for (int i = 0; i < encoder.count(); i++) {
            String text = encoder.text(row, i);
            if (text == null) {
                statement.setNull(++parameter, Types.OTHER);
            } else {
                statement.setObject(++parameter, text, Types.OTHER);
            }
        }
    }

    /** Ends the parameters of one execution. */
    void add() throws SQLException {
        statement().addBatch();
        parameter = 0;
    }

    /** Executes what was added and returns how many rows it hit. */
    int execute() throws SQLException {
        int hits = 0;
        for (int count : statement().executeBatch()) {
            hits += Math.max(count, 0);
        }
        return hits;
    }

    /** Forgets what was added and not executed. */
    void clear() throws SQLException {
        parameter = 0;
        if (prepared != null) {
            prepared.clearBatch();
        }
    }

    @Override
    public void close() throws SQLException {
        if (prepared != null) {
            prepared.close();
        }
    }

    private PreparedStatement statement() throws SQLException {
        PreparedStatement statement = prepared;
        if (statement == null) {
            statement = session.prepare(sql);
            prepared = statement;
        }
        return statement;
    }
}
