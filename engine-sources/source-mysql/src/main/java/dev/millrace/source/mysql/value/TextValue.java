package dev.millrace.source.mysql.value;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.RowBuffer;
import java.nio.charset.StandardCharsets;

/** Turns one column's values in a query's text rows into canonical form. */
public enum TextValue {
    /** The server's text is canonical. */
    AS_IS {
        @Override
        public void append(byte[] bytes, int start, int length, ColumnSchema column, RowBuffer row) {
            row.append(bytes, start, length);
        }
    },
    /** Numbers that the server fills up with zeros. */
    WITHOUT_LEADING_ZEROS {
        @Override
        public void append(byte[] bytes, int start, int length, ColumnSchema column, RowBuffer row) {
            int first = start;
            int end = start + length;
            while (first + 1 < end && bytes[first] == '0' && bytes[first + 1] != '.') {
                first++;
            }
            row.append(bytes, first, end - first);
        }
    },
    BITS {
        @Override
        public void append(byte[] bytes, int start, int length, ColumnSchema column, RowBuffer row) {
            long value = LittleEndian.bigEndian(bytes, start, length);
            NumberDecoders.appendBits(value, (int) column.type().length(), row.openValue());
            row.closeValue();
        }
    },
    SINGLE_PRECISION {
        @Override
        public void append(byte[] bytes, int start, int length, ColumnSchema column, RowBuffer row) {
            ShortestDecimal.append((float) number(bytes, start, length), row.openValue());
            row.closeValue();
        }
    },
    DOUBLE_PRECISION {
        @Override
        public void append(byte[] bytes, int start, int length, ColumnSchema column, RowBuffer row) {
            ShortestDecimal.append(number(bytes, start, length), row.openValue());
            row.closeValue();
        }
    },
    /** Moments, which a session in UTC shows without a zone. */
    IN_UTC {
        @Override
        public void append(byte[] bytes, int start, int length, ColumnSchema column, RowBuffer row) {
            ByteBuilder out = row.openValue().append(bytes, start, length);
            out.append("+00");
            row.closeValue();
        }
    };

    /** Appends one value, which is not NULL, to the row that is being built. */
    public abstract void append(byte[] bytes, int start, int length, ColumnSchema column, RowBuffer row);

    /** What the column's values need. */
    public static TextValue of(ColumnSchema column) {
        return switch (column.type().kind()) {
            case BIT -> BITS;
            case REAL4 -> SINGLE_PRECISION;
            case REAL8 -> DOUBLE_PRECISION;
            case TIMESTAMP_TZ -> IN_UTC;
            case UINT1, UINT2, UINT4, UINT8, NUMERIC ->
                NativeType.parse(column.nativeType()).isZeroFilled() ? WITHOUT_LEADING_ZEROS : AS_IS;
            default -> AS_IS;
        };
    }

    private static double number(byte[] bytes, int start, int length) {
        return Double.parseDouble(new String(bytes, start, length, StandardCharsets.ISO_8859_1));
    }
}
