package dev.millrace.source.sqlserver.value;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType.Kind;
import dev.millrace.source.debezium.record.ValueWriter;
import dev.millrace.source.sqlserver.catalog.ColumnTypes;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * How values of a column become what rows hold: those that the driver gives in the load, and those that Debezium tells of the log. Both ways give the
 * same bytes for the same value. Stateless.
 *
 * @param trimsPadding whether {@code char} and {@code nchar} come without the blanks at their end ({@code TrimSpaceInChar}, default true)
 */
public record ColumnValues(boolean trimsPadding) {

    private interface Getter<T> {
        @Nullable
        T get(ResultSet rows, int column) throws SQLException;
    }

    private interface Writer<T> {
        void write(T value, ByteBuilder out);
    }

    private static <T> LoadedValue loaded(Getter<T> getter, Writer<T> writer) {
        return (rows, column, row) -> {
            T value = getter.get(rows, column);
            if (value == null || rows.wasNull()) {
                row.appendNull();
            } else {
                writer.write(value, row.openValue());
                row.closeValue();
            }
        };
    }

    /** Values as the driver gives them. */
    public LoadedValue loaded(ColumnSchema column) {
        if (ColumnTypes.name(column.nativeType()).equals("datetimeoffset")) {
            return loaded((rows, number) -> rows.getObject(number, OffsetDateTime.class), CanonicalText::offset);
        }
        return switch (column.type().kind()) {
            case BOOLEAN -> loaded(ResultSet::getBoolean, (value, out) -> out.append(value ? 't' : 'f'));
            case UINT1, INT2, INT4, INT8 -> loaded(ResultSet::getLong, (value, out) -> out.appendDecimal(value));
            case NUMERIC -> loaded(ResultSet::getBigDecimal, CanonicalText::number);
            case REAL4 -> loaded(ResultSet::getFloat, (value, out) -> CanonicalText.real(Float.toString(value), out));
            case REAL8 -> loaded(ResultSet::getDouble, (value, out) -> CanonicalText.real(Double.toString(value), out));
            case BYTES, BLOB, GEOMETRY -> loaded(ResultSet::getBytes, (value, out) -> out.append(value));
            case DATE -> loaded((rows, number) -> rows.getObject(number, LocalDate.class), CanonicalText::date);
            case TIME -> loaded((rows, number) -> rows.getObject(number, LocalTime.class), CanonicalText::time);
            case DATETIME ->
                loaded((rows, number) -> rows.getObject(number, LocalDateTime.class), CanonicalText::dateTime);
            default -> {
                Writer<String> texts = texts(column);
                yield loaded(ResultSet::getString, texts);
            }
        };
    }

    private Writer<String> texts(ColumnSchema column) {
        String type = ColumnTypes.name(column.nativeType());
        if (column.type().kind() == Kind.UUID) {
            return (value, out) -> out.append(value.toLowerCase(Locale.ROOT));
        }
        if (trimsPadding && (type.equals("char") || type.equals("nchar"))) {
            return (value, out) -> out.append(trimmed(value).getBytes(UTF_8));
        }
        return (value, out) -> out.append(value.getBytes(UTF_8));
    }

    private static String trimmed(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }

    /** Values as Debezium tells them, with times as ISO texts and numbers as texts. */
    public ValueWriter told(ColumnSchema column) {
        if (ColumnTypes.name(column.nativeType()).equals("datetimeoffset")) {
            return (value, out) -> CanonicalText.offset(OffsetDateTime.parse((String) value), out);
        }
        return switch (column.type().kind()) {
            case BOOLEAN -> (value, out) -> out.append((Boolean) value ? 't' : 'f');
            case UINT1, INT2, INT4, INT8 -> (value, out) -> out.appendDecimal(((Number) value).longValue());
            case NUMERIC -> (value, out) -> CanonicalText.number(new BigDecimal((String) value), out);
            case REAL4 -> (value, out) -> CanonicalText.real(Float.toString(((Number) value).floatValue()), out);
            case REAL8 -> (value, out) -> CanonicalText.real(Double.toString(((Number) value).doubleValue()), out);
            case BYTES, BLOB, GEOMETRY -> (value, out) -> out.append(bytes(value));
            case DATE -> (value, out) -> CanonicalText.date(LocalDate.parse(local(value)), out);
            case TIME -> (value, out) -> CanonicalText.time(LocalTime.parse(local(value)), out);
            case DATETIME -> (value, out) -> CanonicalText.dateTime(LocalDateTime.parse(local(value)), out);
            default -> {
                Writer<String> texts = texts(column);
                yield (value, out) -> texts.write((String) value, out);
            }
        };
    }

    /** Debezium puts the sign of UTC behind times that have no zone. */
    private static String local(Object value) {
        String text = (String) value;
        return text.endsWith("Z") ? text.substring(0, text.length() - 1) : text;
    }

    private static byte[] bytes(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        throw new ReplicationException(
                ErrorCode.SOURCE_EVENT_UNSUPPORTED,
                "Debezium tells bytes as " + value.getClass().getName());
    }
}
