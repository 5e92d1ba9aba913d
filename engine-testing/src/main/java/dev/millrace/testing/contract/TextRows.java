package dev.millrace.testing.contract;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.DataType;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.model.TableSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows from readable values, and back: each value as the text of its {@linkplain DataType.Kind canonical form}, raw bytes as
 * hexadecimal digits, null for NULL.
 */
public final class TextRows {
    /** Stands for a column that the log did not carry. */
    public static final String ABSENT = "\0absent";

    private TextRows() {}

    /** A row in the layout of {@code table}, whose columns must have canonical values. */
    public static Row row(TableSchema table, @Nullable String... values) {
        ByteBuilder data = new ByteBuilder();
        int[] slots = new int[2 * table.columnCount()];
        for (int i = 0; i < table.columnCount(); i++) {
            String value = values[i];
            slots[2 * i] = data.size();
            if (value == null) {
                slots[2 * i + 1] = RowBuffer.NULL_LENGTH;
            } else if (value.equals(ABSENT)) {
                slots[2 * i + 1] = RowBuffer.ABSENT_LENGTH;
            } else {
                data.append(bytes(table, i, value));
                slots[2 * i + 1] = data.size() - slots[2 * i];
            }
        }
        return Row.over(data.toByteArray(), slots, 0, table.columnCount());
    }

    /** The values of a row that has the layout of {@code table}. */
    public static List<@Nullable String> values(TableSchema table, Row row) {
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 0; i < row.columnCount(); i++) {
            values.add(value(table, row, i));
        }
        return values;
    }

    private static @Nullable String value(TableSchema table, Row row, int column) {
        if (!row.isPresent(column)) {
            return ABSENT;
        }
        if (row.isNull(column)) {
            return null;
        }
        ByteBuilder canonical = new ByteBuilder();
        table.column(column).wire().writeCanonical(row.data(), row.offset(column), row.length(column), canonical);
        return isBinary(table, column)
                ? HexFormat.of().formatHex(canonical.toByteArray())
                : new String(canonical.toByteArray(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(TableSchema table, int column, String value) {
        return isBinary(table, column) ? HexFormat.of().parseHex(value) : value.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isBinary(TableSchema table, int column) {
        return switch (table.column(column).type().kind()) {
            case BYTES, BLOB, GEOMETRY -> true;
            default -> false;
        };
    }
}
