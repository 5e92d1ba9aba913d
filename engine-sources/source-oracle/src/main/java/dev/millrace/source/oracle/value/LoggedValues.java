package dev.millrace.source.oracle.value;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType.Kind;
import dev.millrace.source.debezium.record.ValueWriter;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/** Values of one column as Debezium's connector tells them; texts of the same form as those of {@link QueriedValues}. */
public final class LoggedValues {
    private static final DateTimeFormatter MOMENT = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR_OF_ERA, 4, 10, java.time.format.SignStyle.NEVER)
            .appendPattern("-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter();

    private LoggedValues() {}

    /** @param trims as of {@link QueriedValues} */
    public static ValueWriter writer(ColumnSchema column, boolean trims) {
        boolean trimmed = trims && QueriedValues.isFixed(column);
        return switch (column.type().kind()) {
            case INT1, INT2, INT4, INT8, NUMERIC -> (value, out) -> out.append(Numbers.plain(number(value)));
            case REAL4 ->
                (value, out) -> out.append(
                        Numbers.real(Float.toString(number(value, Kind.REAL4).floatValue())));
            case REAL8 ->
                (value, out) -> out.append(
                        Numbers.real(Double.toString(number(value, Kind.REAL8).doubleValue())));
            case DATETIME -> (value, out) -> out.append(Times.moment(moment(value)));
            case TIMESTAMP_TZ -> (value, out) -> out.append(Times.withZone(moment(value)));
            case INTERVAL -> (value, out) -> out.append(Intervals.ofIso(value.toString()));
            case BYTES, BLOB -> LoggedValues::bytes;
            default -> (value, out) -> out.append(trimmed ? value.toString().stripTrailing() : value.toString());
        };
    }

    private static BigDecimal number(Object value) {
        return new BigDecimal(value.toString());
    }

    /** Not a number and the infinities are no decimals. */
    private static Number number(Object value, Kind kind) {
        if (value instanceof Number number) {
            return number;
        }
        if (kind == Kind.REAL4) {
            return Float.valueOf(value.toString());
        }
        return Double.valueOf(value.toString());
    }

    private static String moment(Object value) {
        if (!(value instanceof String text)) {
            throw unknown(value);
        }
        OffsetDateTime moment = text.endsWith("Z")
                ? Instant.parse(text).atOffset(ZoneOffset.UTC)
                : OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
        String told = MOMENT.format(moment);
        return moment.getYear() > 0 ? told : "-" + told;
    }

    private static void bytes(Object value, ByteBuilder out) {
        if (value instanceof byte[] bytes) {
            out.append(bytes);
        } else if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            out.append(bytes);
        } else {
            throw unknown(value);
        }
    }

    private static ReplicationException unknown(Object value) {
        return new ReplicationException(
                ErrorCode.SOURCE_EVENT_UNSUPPORTED,
                "Debezium tells a value as " + value.getClass().getName()
                        + ", which has no canonical form; leave the table out");
    }
}
