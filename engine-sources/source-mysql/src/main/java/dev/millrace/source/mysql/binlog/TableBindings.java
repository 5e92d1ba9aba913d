package dev.millrace.source.mysql.binlog;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeEvent.SchemaChange;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.mysql.server.Flavor;
import dev.millrace.source.mysql.wire.Payload;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the task as the reader knows them, and the bindings of the table maps seen lately. When the log and the known
 * shape differ, or a statement may have changed the table, the catalogue is read again. Not thread-safe.
 */
final class TableBindings {
    private static final int TABLE_ID_AND_FLAGS = 8;

    private final Flavor flavor;
    private final TableBinder binder;
    private final Function<TableId, Optional<TableSchema>> catalogue;
    private final Map<TableId, TableSchema> tables = new HashMap<>();
    private final Set<TableId> suspects = new HashSet<>();
    private final Set<TableId> dropped = new HashSet<>();
    private final Map<Long, Known> byNumber = new HashMap<>();
    private @Nullable Known latest;

    TableBindings(
            Flavor flavor,
            TableBinder binder,
            Function<TableId, Optional<TableSchema>> catalogue,
            List<TableSchema> tables) {
        this.flavor = flavor;
        this.binder = binder;
        this.catalogue = catalogue;
        tables.forEach(table -> this.tables.put(table.id(), table));
    }

    /** A table map seen before: equal bytes mean the same binding. */
    @SuppressWarnings("ArrayRecordComponent") // compared by content below
    private record Known(long number, byte[] body, @Nullable TableBinding binding) {
        boolean isSame(byte[] bytes, int body, int end) {
            return Arrays.equals(this.body, 0, this.body.length, bytes, body, end);
        }
    }

    /** Takes in a table map event; tells a changed shape of the table to {@code out}. */
    void tableMap(byte[] bytes, int body, int end, LogPlace place, List<ChangeEvent> out) {
        Payload in = new Payload().over(bytes, body, end - body);
        long number = in.uint6();
        in.skip(TABLE_ID_AND_FLAGS - 6);
        Known known = byNumber.get(number);
        if (known == null || !known.isSame(bytes, body, end)) {
            TableMap map = TableMap.read(in, flavor);
            TableSchema table = tables.get(new TableId(map.schema, map.table));
            TableBinding binding = table == null ? null : bind(map, table, place, out);
            known = new Known(number, Arrays.copyOfRange(bytes, body, end), binding);
            byNumber.put(number, known);
        }
        latest = known;
    }

    /** The binding of a row event's table; null if the table is none of the task's. */
    @Nullable
    TableBinding binding(long number, LogPlace place) {
        Known known = latest;
        if (known == null || known.number() != number) {
            known = byNumber.get(number);
            if (known == null) {
                throw new ReplicationException(
                        ErrorCode.SOURCE_LOG_UNREADABLE,
                        "rows at " + place + " belong to table number " + number
                                + ", which no table map before them describes; the position is inside of a transaction");
            }
            latest = known;
        }
        return known.binding();
    }

    private TableBinding bind(TableMap map, TableSchema table, LogPlace place, List<ChangeEvent> out) {
        TableSchema current = table;
        boolean fresh = false;
        if (suspects.remove(table.id())) {
            current = refresh(table, place, out);
            fresh = true;
        }
        Optional<TableBinding> exact = binder.bindExactly(map, current);
        if (exact.isPresent()) {
            return exact.get();
        }
        if (!fresh) {
            current = refresh(table, place, out);
            exact = binder.bindExactly(map, current);
        }
        TableSchema newest = current;
        return exact.or(() -> binder.bindOlder(map, newest)).orElseThrow(() -> unknown(newest.id(), map, place));
    }

    private TableSchema refresh(TableSchema old, LogPlace place, List<ChangeEvent> out) {
        TableSchema now = catalogue.apply(old.id()).orElseThrow(() -> gone(old.id(), place));
        if (sameShape(old, now)) {
            return old;
        }
        out.add(new SchemaChange(old, now));
        tables.put(now.id(), now);
        return now;
    }

    private static boolean sameShape(TableSchema a, TableSchema b) {
        return a.columns().equals(b.columns())
                && a.primaryKey().equals(b.primaryKey())
                && a.uniqueKeys().equals(b.uniqueKeys());
    }

    private static ReplicationException gone(TableId table, LogPlace place) {
        return new ReplicationException(
                ErrorCode.SOURCE_SCHEMA_UNKNOWN,
                "the log at " + place + " has rows of table " + table
                        + " in a shape that is not known, and the table is gone by now;"
                        + " leave it out of the task, or create it again and reload it");
    }

    private static ReplicationException unknown(TableId table, TableMap map, LogPlace place) {
        return new ReplicationException(
                ErrorCode.SOURCE_SCHEMA_UNKNOWN,
                "the rows of table " + table + " at " + place + " have another shape (" + map.columnCount()
                        + " columns) than the table has now, because it was altered since; reload the table, and run"
                        + " SET GLOBAL binlog_row_metadata = FULL so that the log tells names and types itself");
    }

    /** A statement was logged that may have changed tables: those that it mentions are looked up again before their next rows. */
    void statement(String sql) {
        String lower = sql.toLowerCase(Locale.ROOT);
        for (TableId table : tables.keySet()) {
            if (LoggedStatement.mentions(lower, table)) {
                suspect(table);
            }
        }
    }

    /** Looks the table up again before its next rows. */
    void suspect(TableId table) {
        suspects.add(table);
        byNumber.values()
                .removeIf(known ->
                        known.binding() != null && known.binding().table.id().equals(table));
        latest = null;
    }

    /** The task's table of that name; null if it is none of the task's. */
    @Nullable
    TableSchema table(TableId id) {
        return tables.get(id);
    }

    Iterable<TableId> ids() {
        return tables.keySet();
    }

    void dropped(TableId table) {
        dropped.add(table);
    }

    /** Whether the table was dropped before and not created again since. */
    boolean recreated(TableId table) {
        return dropped.remove(table);
    }

    /** Another log file begins: table numbers may start anew. */
    void forgetNumbers() {
        byNumber.clear();
        latest = null;
    }
}
