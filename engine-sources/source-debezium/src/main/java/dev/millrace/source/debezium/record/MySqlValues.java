package dev.millrace.source.debezium.record;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Values of MySQL and MariaDB as their connectors tell them. */
public final class MySqlValues {
    /** No year of the type; it stands for the year zero. */
    private static final int YEAR_ZERO = 1900;

    private static final int SRID_BYTES = 4;

    private MySqlValues() {}

    /** The way of a column's values into rows. */
    public static ValueWriter writer(ColumnSchema column, Schema field) {
        int digits = column.type().scale();
        return switch (column.type().kind()) {
            case INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4, UINT8 -> MySqlValues::whole;
            case REAL4 -> (value, out) -> out.append(Texts.real(Float.toString(((Number) value).floatValue())));
            case REAL8 -> (value, out) -> out.append(Texts.real(value.toString()));
            case BIT -> bits((int) column.type().length());
            case DATE -> (value, out) -> Texts.date((Integer) value, out);
            case TIME -> (value, out) -> Texts.time(((Number) value).longValue(), digits, out);
            case DATETIME -> timestamp(field, digits);
            case TIMESTAMP_TZ -> (value, out) -> moment((String) value, digits, out);
            case YEAR -> (value, out) -> out.appendPadded((Integer) value == YEAR_ZERO ? 0 : (Integer) value, 4);
            case GEOMETRY -> (value, out) -> geometry((Struct) value, out);
            default -> MySqlValues::text;
        };
    }

    private static void whole(Object value, ByteBuilder out) {
        if (value instanceof BigDecimal number) {
            out.append(number.toPlainString());
        } else {
            out.appendDecimal(((Number) value).longValue());
        }
    }

    private static void text(Object value, ByteBuilder out) {
        if (value instanceof String text) {
            out.append(text.getBytes(UTF_8));
        } else {
            Bytes.append(value, out);
        }
    }

    private static ValueWriter bits(int width) {
        return (value, out) -> {
            if (value instanceof Boolean bit) {
                out.append(bit ? '1' : '0');
            } else {
                Bytes.appendBits(value, width, out);
            }
        };
    }

    private static ValueWriter timestamp(Schema field, int digits) {
        long unit = Texts.microseconds(field);
        return (value, out) -> Texts.timestamp(((Number) value).longValue() * unit, digits, out);
    }

    private static void moment(String text, int digits, ByteBuilder out) {
        OffsetDateTime moment = OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
        Texts.timestamp(moment.toEpochSecond() * 1_000_000L + moment.getNano() / 1_000, digits, out);
        out.append("+00");
    }

    /** The SRID, the least byte first, and the shape. */
    private static void geometry(Struct shape, ByteBuilder out) {
        @Nullable Integer srid = shape.getInt32("srid");
        int number = srid == null ? 0 : srid;
        for (int i = 0; i < SRID_BYTES; i++) {
            out.append((byte) (number >> (8 * i)));
        }
        out.append(shape.getBytes("wkb"));
    }
}
