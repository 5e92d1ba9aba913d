package dev.millrace.sink.postgres;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * A statement over array parameters. For few rows it is prepared on the server, so that it is not even planned any more; for many it is
 * planned anew each time, for as many rows as there are.
 */
final class RowStatement implements AutoCloseable {
    private static final int FEW_ROWS = 100;

    private final ApplySession session;
    private final String sql;
    private @Nullable PreparedStatement planned;
    private @Nullable PreparedStatement plannedAnew;

    RowStatement(ApplySession session, String sql) {
        this.session = session;
        this.sql = sql;
    }

    PreparedStatement forRows(int count) throws SQLException {
        if (count <= FEW_ROWS) {
            PreparedStatement statement = planned == null ? session.prepare(sql) : planned;
            planned = statement;
            return statement;
        }
        PreparedStatement statement = plannedAnew;
        if (statement == null) {
            statement = session.prepare(sql);
            statement.unwrap(PGStatement.class).setPrepareThreshold(0);
            plannedAnew = statement;
        }
        return statement;
    }

    /** Executes; returns how many rows were hit, or the number that a query answers. */
    int run(PreparedStatement statement) throws SQLException {
        if (!statement.execute()) {
            return statement.getUpdateCount();
        }
        try (ResultSet answer = statement.getResultSet()) {
            answer.next();
            return answer.getInt(1);
        }
    }

    @Override
    public void close() throws SQLException {
        if (planned != null) {
            planned.close();
        }
        if (plannedAnew != null) {
            plannedAnew.close();
        }
    }
}
