package dev.millrace.testing.workload;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The text of a value that is the same whichever database holds it: numbers without trailing zeros, truth values as numbers, bytes
 * in hexadecimal, points in time in UTC.
 */
final class NormalForm {

    private static final String NULL = "∅";

    private final int[] types;
    private final String[] typeNames;

    private NormalForm(int[] types, String[] typeNames) {
        this.types = types;
        this.typeNames = typeNames;
    }

    static NormalForm of(ResultSetMetaData metadata) throws SQLException {
        int[] types = new int[metadata.getColumnCount()];
        String[] names = new String[types.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = metadata.getColumnType(i + 1);
            names[i] = metadata.getColumnTypeName(i + 1).toLowerCase(Locale.ROOT);
        }
        return new NormalForm(types, names);
    }

    String text(ResultSet row, int index) throws SQLException {
        Object value = value(row, index);
        return value == null || row.wasNull() ? NULL : value.toString();
    }

    private @Nullable Object value(ResultSet row, int index) throws SQLException {
        return switch (types[index - 1]) {
            case Types.BOOLEAN, Types.BIT -> truthOrBits(row, index);
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> number(row.getBigDecimal(index));
            case Types.NUMERIC, Types.DECIMAL -> number(row.getBigDecimal(index));
            case Types.REAL -> row.getFloat(index);
            case Types.FLOAT, Types.DOUBLE -> row.getDouble(index);
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> hexadecimal(row.getBytes(index));
            case Types.TIMESTAMP -> timestamp(row, index);
            case Types.TIMESTAMP_WITH_TIMEZONE -> row.getObject(index, OffsetDateTime.class);
            default -> row.getString(index);
        };
    }

    /** PostgreSQL reports both {@code boolean} and {@code bit} as {@code BIT}; MySQL's {@code tinyint(1)} comes as either. */
    private Object truthOrBits(ResultSet row, int index) throws SQLException {
        String text = row.getString(index);
        return switch (String.valueOf(text)) {
            case "t", "true" -> "1";
            case "f", "false" -> "0";
            default -> String.valueOf(text);
        };
    }

    private static @Nullable Object number(@Nullable BigDecimal number) {
        if (number == null) {
            return null;
        }
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static @Nullable Object hexadecimal(byte @Nullable [] bytes) {
        return bytes == null ? null : HexFormat.of().formatHex(bytes);
    }

    private @Nullable Object timestamp(ResultSet row, int index) throws SQLException {
        if (typeNames[index - 1].equals("timestamptz")) {
            OffsetDateTime moment = row.getObject(index, OffsetDateTime.class);
            return moment == null
                    ? null
                    : moment.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
        }
        return row.getObject(index, LocalDateTime.class);
    }
}
