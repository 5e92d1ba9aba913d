package dev.millrace.source.oracle.log;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableSchema;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rows of {@code V$LOGMNR_CONTENTS} on their way to Debezium (3.5), which passes over some of them with no more than a line in its own log. Belongs to one
 * thread.
 *
 * <ul>
 *   <li>A gap in the log, and a change of the task's tables that LogMiner calls unsupported, end the reading.
 *   <li>Debezium puts the pieces together that are written to a large value, as if nothing had been there before, and passes over what is cut off or
 *       erased. So all these become one update that says where the value is found, see {@link LargeValueLookup}. A table without a key keeps the pieces
 *       as long as they make a whole value, see {@link PiecesOfInsert}.
 *   <li>What a transaction takes back itself is told once, see {@link UndoneChanges}.
 * </ul>
 */
final class MinedRows implements InvocationHandler {
    private static final int SCN = 1;
    private static final int SQL_REDO = 2;
    private static final int OPERATION_CODE = 3;
    private static final int XID = 5;
    private static final int CSF = 6;
    private static final int TABLE_NAME = 7;
    private static final int SEG_OWNER = 8;
    private static final int OPERATION = 9;
    private static final int ROW_ID = 11;
    private static final int ROLLBACK = 12;
    private static final int STATUS = 14;
    private static final int INFO = 15;

    private final ResultSet rows;
    private final MinedTables tables;
    private final UndoneChanges undone;
    private final Map<ByteBuffer, Progress> transactions = new HashMap<>();
    private final UnaddressedRows unaddressed = new UnaddressedRows();
    private @Nullable Told told;
    private boolean goesOn;

    /** What is told instead of the row. */
    private record Told(int code, String redo) {}

    /** What a transaction did last: whether it selected the locator of a value, and what it has written to a row without key. */
    private static final class Progress {
        private boolean located;
        private PiecesOfInsert pieces = PiecesOfInsert.NONE;
    }

    private MinedRows(ResultSet rows, MinedTables tables, UndoneChanges undone) {
        this.rows = rows;
        this.tables = tables;
        this.undone = undone;
    }

    static ResultSet of(ResultSet rows, MinedTables tables, UndoneChanges undone) {
        return (ResultSet) Proxy.newProxyInstance(
                MinedRows.class.getClassLoader(),
                new Class<?>[] {ResultSet.class},
                new MinedRows(rows, tables, undone));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] given) throws Throwable {
        String called = method.getName();
        if (called.equals("next")) {
            return next();
        }
        Told instead = told;
        if (instead != null && given != null && given.length == 1 && given[0] instanceof Integer column) {
            switch (column) {
                case SQL_REDO -> {
                    return instead.redo;
                }
                case OPERATION_CODE -> {
                    return instead.code;
                }
                case CSF, ROLLBACK, STATUS -> {
                    return 0;
                }
                case INFO -> {
                    return null;
                }
                default -> {
                    // as the row has it
                }
            }
        }
        try {
            return method.invoke(rows, given);
        } catch (InvocationTargetException failure) {
            throw failure.getTargetException();
        }
    }

    private boolean next() throws SQLException {
        told = null;
        while (rows.next()) {
            int code = rows.getInt(OPERATION_CODE);
            if (code == LogCodes.MISSING_SCN) {
                throw gap();
            }
            if (code == LogCodes.UNSUPPORTED && table() != null) {
                throw unsupported("LogMiner has no statement for it");
            }
            if (!tables.haveLargeValues()) {
                return true;
            }
            if (isUndoneSomewhere(code)) {
                wholeRedo();
            } else if (isTold(code)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the row takes back a change that Debezium can't find; it would take back another, or stop. */
    private boolean isUndoneSomewhere(int code) throws SQLException {
        switch (code) {
            case LogCodes.START -> unaddressed.begin(transaction());
            case LogCodes.ROLLBACK -> unaddressed.end(transaction());
            case LogCodes.COMMIT -> {
                Optional<String> table = unaddressed.end(transaction());
                if (table.isPresent()) {
                    throw takenBack(table.get());
                }
            }
            case LogCodes.INSERT,
                    LogCodes.UPDATE,
                    LogCodes.DELETE,
                    LogCodes.LOCATOR,
                    LogCodes.LOB_WRITE,
                    LogCodes.LOB_TRIM,
                    LogCodes.LOB_ERASE -> {
                if (table() != null) {
                    if (rows.getInt(ROLLBACK) == 1) {
                        return unaddressed.takesBack(transaction(), name());
                    }
                    unaddressed.writes(transaction(), name(), String.valueOf(rows.getString(ROW_ID)));
                }
            }
            default -> {
                // nothing of rows
            }
        }
        return false;
    }

    private ReplicationException takenBack(String table) throws SQLException {
        return new ReplicationException(
                ErrorCode.SOURCE_EVENT_UNSUPPORTED,
                "a transaction that was committed at " + rows.getString(SCN) + " has written large values of table "
                        + table
                        + " and rolled back a part of its changes of it, to a savepoint or because a statement failed; the log does"
                        + " not tell which, so reload the task, or leave the table out of the table mappings and resume");
    }

    /** Whether Debezium is told of the row, as it is or as {@link #told} has it. */
    private boolean isTold(int code) throws SQLException {
        switch (code) {
            case LogCodes.COMMIT, LogCodes.ROLLBACK -> {
                transactions.remove(transaction());
                undone.end(transaction());
            }
            case LogCodes.START -> {
                transactions.put(transaction(), new Progress());
                undone.begin(transaction());
            }
            case LogCodes.INSERT, LogCodes.UPDATE, LogCodes.DELETE -> {
                if (isPassedUndo()) {
                    return false;
                }
                Progress progress = transactions.computeIfAbsent(transaction(), begun -> new Progress());
                progress.located = false;
                progress.pieces = code == LogCodes.INSERT ? PiecesOfInsert.of(name()) : PiecesOfInsert.NONE;
            }
            case LogCodes.LOCATOR, LogCodes.LOB_WRITE, LogCodes.LOB_TRIM, LogCodes.LOB_ERASE -> {
                TableSchema table = table();
                return table != null && isToldOfValue(code, table);
            }
            default -> {
                // nothing of large values
            }
        }
        return true;
    }

    /** Passes over the rest of a long statement that was told already; the rest of one that is told counts with its beginning. */
    private boolean isPassedUndo() throws SQLException {
        boolean rest = goesOn;
        goesOn = rows.getInt(CSF) == 1;
        if (rest || rows.getInt(ROLLBACK) == 0 || undone.isNew(transaction())) {
            return false;
        }
        wholeRedo();
        goesOn = false;
        return true;
    }

    private boolean isToldOfValue(int code, TableSchema table) throws SQLException {
        ByteBuffer transaction = transaction();
        String redo = wholeRedo();
        Optional<List<String>> key = MinedTables.key(table);
        Optional<LocatedValue> value = LocatedValue.in(redo);
        Progress progress = transactions.get(transaction);
        if (key.isEmpty()) {
            // of what began before this reading, the rest can't be put together
            return progress != null && isPiece(code, redo, value, progress);
        }
        if (value.isPresent()) {
            transactions.computeIfAbsent(transaction, begun -> new Progress()).located = true;
            String condition = value.get()
                    .where(key.get())
                    .orElseThrow(() -> unsupported("the log has no values of the key " + key.get()));
            told = new Told(LogCodes.UPDATE, tables.marker().update(table.id(), value.get(), condition));
            return true;
        }
        if (progress != null && !progress.located && code != LogCodes.LOCATOR) {
            throw unsupported("the log does not tell which row it is of");
        }
        return false;
    }

    private boolean isPiece(int code, String redo, Optional<LocatedValue> value, Progress progress)
            throws SQLException {
        if (code == LogCodes.LOCATOR && value.isEmpty()) {
            return false;
        }
        PiecesOfInsert next = progress.pieces
                .and(code, redo, value, name())
                .orElseThrow(() ->
                        unsupported("it is no whole value of a new row, and the table has no key to find the row by"));
        progress.pieces = next;
        told = new Told(code, redo);
        return code != LogCodes.LOB_TRIM;
    }

    private @Nullable TableSchema table() throws SQLException {
        return tables.table(rows.getString(SEG_OWNER), rows.getString(TABLE_NAME));
    }

    private String name() throws SQLException {
        return rows.getString(SEG_OWNER) + "." + rows.getString(TABLE_NAME);
    }

    private ByteBuffer transaction() throws SQLException {
        byte[] id = rows.getBytes(XID);
        return ByteBuffer.wrap(id == null ? new byte[0] : id);
    }

    /** The statement, which goes on in the next rows if it is long. */
    private String wholeRedo() throws SQLException {
        StringBuilder whole = new StringBuilder();
        append(whole);
        while (rows.getInt(CSF) == 1 && rows.next()) {
            append(whole);
        }
        return whole.toString();
    }

    private void append(StringBuilder whole) throws SQLException {
        String part = rows.getString(SQL_REDO);
        if (part != null) {
            whole.append(part);
        }
    }

    private ReplicationException gap() throws SQLException {
        return new ReplicationException(
                ErrorCode.SOURCE_LOG_PURGED,
                "LogMiner was not given all of the log (MISSING_SCN at " + rows.getString(SCN) + ": "
                        + rows.getString(INFO) + "), so changes may be missing from here on; restore the archived logs"
                        + " of this range, see V$ARCHIVED_LOG, and resume, or reload the task");
    }

    private ReplicationException unsupported(String why) {
        try {
            return new ReplicationException(
                    ErrorCode.SOURCE_EVENT_UNSUPPORTED,
                    "the log has a change of table " + name() + " at " + rows.getString(SCN) + " ("
                            + rows.getString(OPERATION)
                            + ") that can't be told as a change of a row: " + why
                            + "; reload the task when the transaction has ended, or leave the table out of the table mappings"
                            + " and resume");
        } catch (SQLException failure) {
            return new ReplicationException(
                    ErrorCode.SOURCE_CONNECTION_LOST, "reading the log failed: " + failure.getMessage(), failure);
        }
    }
}
