package dev.millrace.source.oracle.snapshot;

import dev.millrace.error.ReplicationException;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.model.TableSchema;
import dev.millrace.source.oracle.server.ServerErrors;
import dev.millrace.source.oracle.value.QueriedValues;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.SnapshotWindow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Streams the rows of a chunk, and gives the connection back at their end. */
final class RowReader implements ChunkReader {
    private static final int ROW_OVERHEAD = 64;
    private static final int FETCHED_ROWS = 1000;

    private final OracleSnapshot snapshot;
    private final TableSchema table;
    private final SnapshotStatements.Bound statement;
    private final @Nullable QueriedValues[] values;
    private final RowBuffer buffer = new RowBuffer();
    private @Nullable Connection connection;
    private @Nullable PreparedStatement query;
    private @Nullable ResultSet rows;
    private boolean ended;

    RowReader(
            OracleSnapshot snapshot,
            TableSchema table,
            SnapshotStatements statements,
            ChunkBounds bounds,
            boolean trims) {
        this.snapshot = snapshot;
        this.table = table;
        this.values = new QueriedValues[table.columnCount()];
        List<String> expressions = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            ColumnSchema column = table.column(i);
            if (column.fill() != Fill.GENERATED) {
                QueriedValues asked = new QueriedValues(column, trims);
                values[i] = asked;
                expressions.add(asked.expression());
            }
        }
        statement = statements.rows(table, expressions.isEmpty() ? List.of("1") : expressions, bounds);
    }

    @Override
    public List<Row> next(int maximumRows, long maximumBytes) {
        List<Row> result = new ArrayList<>();
        long bytes = 0;
        try {
            while (!ended && result.size() < maximumRows && bytes < maximumBytes) {
                ResultSet opened = rows == null ? open() : rows;
                if (!opened.next()) {
                    end();
                    break;
                }
                Row row = row(opened);
                bytes += row.byteSize() + ROW_OVERHEAD;
                result.add(row);
            }
            return result;
        } catch (SQLException failure) {
            discard();
            throw ServerErrors.of("reading table " + table.id(), failure);
        } catch (ReplicationException failure) {
            discard();
            throw failure;
        }
    }

    private ResultSet open() throws SQLException {
        Connection taken = snapshot.take();
        connection = taken;
        PreparedStatement prepared = taken.prepareStatement(statement.sql());
        query = prepared;
        prepared.setFetchSize(FETCHED_ROWS);
        for (int i = 0; i < statement.values().size(); i++) {
            prepared.setString(i + 1, statement.values().get(i));
        }
        ResultSet opened = prepared.executeQuery();
        rows = opened;
        return opened;
    }

    private Row row(ResultSet result) throws SQLException {
        buffer.begin(values.length);
        int asked = 0;
        for (QueriedValues column : values) {
            if (column == null) {
                buffer.appendAbsent();
            } else if (column.append(result, ++asked, buffer.openValue())) {
                buffer.closeValue();
            } else {
                buffer.appendNull();
            }
        }
        return buffer.finish();
    }

    private void end() throws SQLException {
        ended = true;
        if (query != null) {
            query.close();
        }
        if (connection != null) {
            snapshot.giveBack(connection);
            connection = null;
        }
    }

    private void discard() {
        ended = true;
        if (connection != null) {
            snapshot.discard(connection);
            connection = null;
        }
    }

    @Override
    public SnapshotWindow window() {
        return SnapshotWindow.exactly(snapshot.start());
    }

    @Override
    public void close() {
        try {
            end();
        } catch (SQLException gone) {
            discard();
        }
    }
}
