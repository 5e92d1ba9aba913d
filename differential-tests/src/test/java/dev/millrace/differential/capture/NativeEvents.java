package dev.millrace.differential.capture;

import dev.millrace.differential.normal.NormalEvent;
import dev.millrace.differential.normal.NormalEvent.Kind;
import dev.millrace.differential.normal.NormalRow;
import dev.millrace.differential.normal.NormalTransaction;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeEvent.Heartbeat;
import dev.millrace.model.ChangeEvent.RowDelete;
import dev.millrace.model.ChangeEvent.RowInsert;
import dev.millrace.model.ChangeEvent.RowUpdate;
import dev.millrace.model.ChangeEvent.TableTruncate;
import dev.millrace.model.ChangeEvent.TransactionBegin;
import dev.millrace.model.ChangeEvent.TransactionCommit;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A native reader's events with values in canonical form, raw bytes in hexadecimal. */
final class NativeEvents {
    private final List<NormalTransaction> transactions = new ArrayList<>();
    private final List<NormalEvent> events = new ArrayList<>();
    private @Nullable String transaction;

    List<NormalTransaction> transactions() {
        return transactions;
    }

    void read(ChangeEvent event) {
        if (event instanceof TransactionBegin begin) {
            check(transaction == null, "a transaction begins inside of another");
            transaction = begin.transactionId();
        } else if (event instanceof TransactionCommit) {
            commit();
        } else if (event instanceof RowInsert insert) {
            change(Kind.INSERT, insert.table(), null, insert.after());
        } else if (event instanceof RowUpdate update) {
            change(Kind.UPDATE, update.table(), update.before(), update.after());
        } else if (event instanceof RowDelete delete) {
            change(Kind.DELETE, delete.table(), delete.before(), null);
        } else if (event instanceof TableTruncate truncate) {
            change(Kind.TRUNCATE, truncate.table(), null, null);
        } else {
            check(event instanceof Heartbeat, "the workload changes no table's shape, but the reader tells " + event);
        }
    }

    /** A transaction without events for this task may be told or not. */
    private void commit() {
        check(transaction != null, "a commit outside of a transaction");
        if (!events.isEmpty()) {
            transactions.add(new NormalTransaction(transaction, events));
        }
        events.clear();
        transaction = null;
    }

    private void change(Kind kind, TableSchema table, @Nullable Row before, @Nullable Row after) {
        check(transaction != null, "a change outside of a transaction");
        NormalRow old = before == null ? null : row(table, before);
        NormalRow now = after == null ? null : row(table, after).completedBy(old);
        events.add(new NormalEvent(kind, table.id().table(), old, now));
    }

    private static NormalRow row(TableSchema table, Row row) {
        Map<String, String> normal = new TreeMap<>();
        for (int i = 0; i < row.columnCount(); i++) {
            ColumnSchema column = table.column(i);
            if (row.isNull(i)) {
                normal.put(column.name(), NormalRow.NULL);
            } else if (row.isPresent(i)) {
                normal.put(column.name(), text(column, row, i));
            }
        }
        return new NormalRow(normal);
    }

    private static String text(ColumnSchema column, Row row, int ordinal) {
        ByteBuilder canonical = new ByteBuilder(Math.max(1, row.length(ordinal)));
        column.wire().writeCanonical(row.data(), row.offset(ordinal), row.length(ordinal), canonical);
        return column.type().isBinary()
                ? HexFormat.of().formatHex(canonical.array(), 0, canonical.size())
                : new String(canonical.array(), 0, canonical.size(), StandardCharsets.UTF_8);
    }

    private static void check(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }
}
