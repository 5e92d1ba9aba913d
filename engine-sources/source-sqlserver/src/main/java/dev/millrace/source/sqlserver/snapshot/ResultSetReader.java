package dev.millrace.source.sqlserver.snapshot;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.model.TableSchema;
import dev.millrace.source.sqlserver.connection.ServerErrors;
import dev.millrace.source.sqlserver.value.ColumnValues;
import dev.millrace.source.sqlserver.value.LoadedValue;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.SnapshotWindow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Streams the rows of a chunk. */
final class ResultSetReader implements ChunkReader {
    private static final int ROW_OVERHEAD = 64;

    private final ResultSet rows;
    private final TableSchema table;
    private final @Nullable LoadedValue[] values;
    private final SnapshotWindow window;
    private final Consumer<Boolean> release;
    private final RowBuffer buffer = new RowBuffer();
    private boolean ended;
    private boolean closed;

    /** @param release told, when the reader is closed, whether all was read and the connection is ready for another statement */
    ResultSetReader(
            ResultSet rows, TableSchema table, ColumnValues columns, SnapshotWindow window, Consumer<Boolean> release) {
        this.rows = rows;
        this.table = table;
        this.window = window;
        this.release = release;
        values = new LoadedValue[table.columnCount()];
        for (int i = 0; i < values.length; i++) {
            ColumnSchema column = table.column(i);
            values[i] = column.fill() == Fill.GENERATED ? null : columns.loaded(column);
        }
    }

    @Override
    public List<Row> next(int maximumRows, long maximumBytes) {
        List<Row> result = new ArrayList<>();
        long bytes = 0;
        try {
            while (!ended && result.size() < maximumRows && bytes < maximumBytes) {
                if (!rows.next()) {
                    ended = true;
                    break;
                }
                Row row = row();
                bytes += row.byteSize() + ROW_OVERHEAD;
                result.add(row);
            }
            return result;
        } catch (SQLException failure) {
            throw ServerErrors.classify("reading table " + table.id(), failure);
        }
    }

    private Row row() throws SQLException {
        buffer.begin(values.length);
        int column = 0;
        for (LoadedValue value : values) {
            if (value == null) {
                buffer.appendAbsent();
            } else {
                value.append(rows, ++column, buffer);
            }
        }
        return buffer.finish();
    }

    @Override
    public SnapshotWindow window() {
        return window;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            release.accept(ended && isEnded(rows));
        }
    }

    /** Whether the connection is ready for another statement. */
    private static boolean isEnded(ResultSet rows) {
        try {
            rows.getStatement().close();
            return true;
        } catch (SQLException failure) {
            return false;
        }
    }
}
