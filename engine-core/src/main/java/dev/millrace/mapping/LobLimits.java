package dev.millrace.mapping;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.IndexSchema;
import dev.millrace.model.LobClass;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.model.TableSchema;
import dev.millrace.model.WireForm;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns of one route whose values are cut, by DMS's limited LOB mode. Columns of keys and unique indexes are not, since rows that
 * differ behind the limit only would become one; nor are JSON, XML and other text that a cut makes unreadable. Immutable.
 */
final class LobLimits {
    static final LobLimits NONE = new LobLimits(0, List.of(), new LobLimit[0], new WireForm[0]);

    private final int kilobytes;
    private final List<String> columns;
    private final @Nullable LobLimit[] limits;
    private final WireForm[] wires;
    private final boolean converts;

    private LobLimits(int kilobytes, List<String> columns, @Nullable LobLimit[] limits, WireForm[] wires) {
        this.kilobytes = kilobytes;
        this.columns = columns;
        this.limits = limits;
        this.wires = wires;
        boolean foreign = false;
        for (int i = 0; i < limits.length; i++) {
            foreign |= limits[i] != null && !wires[i].isCanonical();
        }
        this.converts = foreign;
    }

    /** The limits of a route's columns. */
    static LobLimits of(TableRoute route, int kilobytes) {
        TableSchema source = route.source();
        Set<String> keys = keyColumns(source);
        keys.addAll(keyColumns(route));
        List<String> names = new ArrayList<>();
        int count = route.wanted().columnCount();
        @Nullable LobLimit[] limits = new LobLimit[count];
        WireForm[] wires = new WireForm[count];
        for (int i = 0; i < count; i++) {
            wires[i] = route.wanted().column(i).wire();
            if (!route.isAdded(i)) {
                ColumnSchema column = source.column(route.sourceOrdinal(i));
                if (isCuttable(column.type().kind()) && !keys.contains(column.name())) {
                    limits[i] = LobClass.of(source.family(), column)
                            .map(lobClass -> new LobLimit(lobClass, kilobytes))
                            .orElse(null);
                }
                if (limits[i] != null) {
                    names.add(column.name());
                }
            }
        }
        return names.isEmpty() ? NONE : new LobLimits(kilobytes, List.copyOf(names), limits, wires);
    }

    private static boolean isCuttable(DataType.Kind kind) {
        return kind == DataType.Kind.CLOB || kind == DataType.Kind.BLOB || kind == DataType.Kind.STRING;
    }

    private static Set<String> keyColumns(TableSchema source) {
        Set<String> names = new HashSet<>();
        source.primaryKey().ifPresent(key -> names.addAll(key.columns()));
        source.uniqueKeys().forEach(key -> names.addAll(key.columns()));
        source.foreignKeys().forEach(key -> names.addAll(key.columns()));
        source.indexes().stream().filter(IndexSchema::unique).forEach(index -> names.addAll(index.columns()));
        return names;
    }

    /** The source names of what is a key on the target only. */
    private static Set<String> keyColumns(TableRoute route) {
        Set<String> names = new HashSet<>();
        route.wanted().primaryKey().ifPresent(key -> {
            for (int column : route.wanted().ordinals(key.columns())) {
                if (!route.isAdded(column)) {
                    names.add(route.source().column(route.sourceOrdinal(column)).name());
                }
            }
        });
        return names;
    }

    boolean isNone() {
        return columns.isEmpty();
    }

    int kilobytes() {
        return kilobytes;
    }

    /** The columns' names on the source. */
    List<String> columns() {
        return columns;
    }

    /** The form in which values of a wanted column are after the cut: only canonical ones can be cut. */
    WireForm wire(int column) {
        return limits[column] == null ? wires[column] : WireForm.CANONICAL;
    }

    /**
     * The row with no value above its limit; the same object if nothing changes.
     *
     * @param row in the wanted layout without added columns
     * @param cuts where cut values are counted; null if they need not be
     */
    Row cut(Row row, @Nullable CutValues cuts) {
        if (isNone()) {
            return row;
        }
        return converts ? converted(row, cuts) : shortened(row, cuts);
    }

    /** A view of the same bytes. */
    private Row shortened(Row row, @Nullable CutValues cuts) {
        int @Nullable [] slots = null;
        for (int column = 0; column < row.columnCount(); column++) {
            LobLimit limit = limits[column];
            int length = row.length(column);
            if (limit == null || length <= 0) {
                continue;
            }
            int kept = limit.kept(row.data(), row.offset(column), length);
            if (kept < length) {
                slots = slots == null ? slots(row) : slots;
                slots[2 * column + 1] = kept;
                count(cuts);
            }
        }
        return slots == null ? row : Row.over(row.data(), slots, 0, row.columnCount());
    }

    private static int[] slots(Row row) {
        int[] slots = new int[2 * row.columnCount()];
        for (int column = 0; column < row.columnCount(); column++) {
            slots[2 * column] = row.offset(column);
            slots[2 * column + 1] = row.length(column);
        }
        return slots;
    }

    private Row converted(Row row, @Nullable CutValues cuts) {
        RowBuffer buffer = new RowBuffer(row.byteSize());
        buffer.begin(row.columnCount());
        for (int column = 0; column < row.columnCount(); column++) {
            LobLimit limit = limits[column];
            if (!row.isPresent(column)) {
                buffer.appendAbsent();
            } else if (row.isNull(column)) {
                buffer.appendNull();
            } else if (limit == null) {
                buffer.append(row.data(), row.offset(column), row.length(column));
            } else {
                ByteBuilder value = buffer.openValue();
                int start = value.size();
                wires[column].writeCanonical(row.data(), row.offset(column), row.length(column), value);
                int length = value.size() - start;
                int kept = limit.kept(value.array(), start, length);
                if (kept < length) {
                    value.truncate(start + kept);
                    count(cuts);
                }
                buffer.closeValue();
            }
        }
        return buffer.finish();
    }

    private static void count(@Nullable CutValues cuts) {
        if (cuts != null) {
            cuts.add();
        }
    }
}
