package dev.millrace.benchmarks.race;

import dev.millrace.benchmarks.race.workload.Table;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query, read as they are needed, in the text that {@code COPY} and {@code LOAD DATA} share: a line a row, a tab between
 * values, {@code \N} for NULL, and a backslash before what would be taken for one of these.
 */
final class SelectedText extends InputStream {
    private static final int FETCHED = 5000;
    private static final int CHUNK = 1 << 16;

    private final Statement statement;
    private final ResultSet rows;
    private final int columns;
    private byte[] text = new byte[2 * CHUNK];
    private int length;
    private int position;
    private boolean ended;

    /** @param part which rows of the table */
    SelectedText(Connection connection, Table table, String part) throws SQLException {
        statement = connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        statement.setFetchSize(FETCHED);
        rows = statement.executeQuery("SELECT * FROM " + table.qualifiedName() + " WHERE " + part);
        columns = rows.getMetaData().getColumnCount();
    }

    private boolean fill() throws IOException {
        length = 0;
        position = 0;
        try {
            while (!ended && length < CHUNK) {
                if (rows.next()) {
                    appendRow();
                } else {
                    ended = true;
                }
            }
        } catch (SQLException failure) {
            throw new IOException("the rows can't be read", failure);
        }
        return length > 0;
    }

    private void appendRow() throws SQLException {
        for (int column = 1; column <= columns; column++) {
            appendValue(rows.getString(column));
            append((byte) (column == columns ? '\n' : '\t'));
        }
    }

    private void appendValue(@Nullable String value) {
        if (value == null) {
            append((byte) '\\');
            append((byte) 'N');
            return;
        }
        for (byte next : value.getBytes(StandardCharsets.UTF_8)) {
            if (next == '\\' || next == '\t' || next == '\n' || next == '\r') {
                append((byte) '\\');
            }
            append(next);
        }
    }

    private void append(byte next) {
        if (length == text.length) {
            text = Arrays.copyOf(text, 2 * length);
        }
        text[length++] = next;
    }

    @Override
    public int read() throws IOException {
        return position < length || fill() ? text[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int wanted) throws IOException {
        if (position == length && !fill()) {
            return -1;
        }
        int count = Math.min(wanted, length - position);
        System.arraycopy(text, position, into, offset, count);
        position += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        try {
            statement.close();
        } catch (SQLException failure) {
            throw new IOException("the query can't be closed", failure);
        }
    }
}
