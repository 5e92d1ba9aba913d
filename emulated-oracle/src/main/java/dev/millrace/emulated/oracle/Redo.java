package dev.millrace.emulated.oracle;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Statements as {@code SQL_REDO} has them, with the literals that LogMiner of 19c gives under the formats that a mining session sets: dates to the
 * second, times with nine digits, numbers in quotation marks.
 */
final class Redo {
    private static final String EMPTY_TEXT = "EMPTY_CLOB()";
    private static final String EMPTY_BYTES = "EMPTY_BLOB()";
    private static final DateTimeFormatter WITH_ZONE = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss.SSSSSSSSS ")
            .appendOffset("+HH:MM", "+00:00")
            .toFormatter();
    private static final DateTimeFormatter STORED = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .optionalStart()
            .appendFraction(java.time.temporal.ChronoField.NANO_OF_SECOND, 1, 9, true)
            .optionalEnd()
            .appendPattern("[XXX][X]")
            .toFormatter();

    private Redo() {}

    static String insert(OracleTable table, List<@Nullable String> row) {
        StringJoiner names = new StringJoiner(",");
        StringJoiner values = new StringJoiner(",");
        for (int i = 0; i < row.size(); i++) {
            names.add(OracleTable.quoted(table.columns().get(i).name()));
            values.add(inserted(table.columns().get(i).type(), row.get(i)));
        }
        return "insert into " + table.quoted() + "(" + names + ") values (" + values + ");";
    }

    /** A large value comes behind the row, in statements of its own. */
    private static String inserted(OracleType type, @Nullable String value) {
        return value == null
                ? "NULL"
                : switch (type.kind()) {
                    case CLOB, NCLOB -> EMPTY_TEXT;
                    case BLOB -> EMPTY_BYTES;
                    case XMLTYPE -> "NULL";
                    default -> literal(type, value);
                };
    }

    /**
     * An update; one that gives a column the value that it has is logged as well.
     *
     * @param assigned whether a column is given a value
     * @param told whether a column stands in the condition
     */
    static String update(
            OracleTable table,
            List<@Nullable String> old,
            List<@Nullable String> now,
            boolean[] assigned,
            boolean[] told) {
        StringJoiner assignments = new StringJoiner(", ");
        for (int i = 0; i < now.size(); i++) {
            OracleType type = table.columns().get(i).type();
            if (assigned[i] && !isBeside(type)) {
                String value = now.get(i);
                assignments.add(OracleTable.quoted(table.columns().get(i).name()) + " = "
                        + (value == null ? "NULL" : literal(type, value)));
            }
        }
        return "update " + table.quoted() + " set " + assignments + where(table, old, told);
    }

    static String delete(OracleTable table, List<@Nullable String> old, boolean[] told) {
        return "delete from " + table.quoted() + where(table, old, told);
    }

    private static String where(OracleTable table, List<@Nullable String> old, boolean[] told) {
        StringJoiner conditions = new StringJoiner(" and ", " where ", ";");
        for (int i = 0; i < old.size(); i++) {
            OracleTable.Column column = table.columns().get(i);
            if (told[i] && !column.type().kind().isLarge()) {
                String value = old.get(i);
                conditions.add(OracleTable.quoted(column.name())
                        + (value == null ? " IS NULL" : " = " + literal(column.type(), value)));
            }
        }
        return conditions.toString();
    }

    /** Whether a statement gives a value to a column that lies in the row itself. */
    static boolean assignsInRow(OracleTable table, boolean[] assigned) {
        for (int i = 0; i < assigned.length; i++) {
            if (assigned[i] && !isBeside(table.columns().get(i).type())) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is a large value that is there and has nothing in it, written as the functions that make one. */
    static boolean isEmpty(@Nullable String value) {
        return EMPTY_TEXT.equals(value) || EMPTY_BYTES.equals(value);
    }

    /** Whether a changed value comes in statements of its own. */
    static boolean isBeside(OracleType type) {
        return switch (type.kind()) {
            case CLOB, NCLOB, BLOB, XMLTYPE -> true;
            default -> false;
        };
    }

    static String literal(OracleType type, String value) {
        return switch (type.kind()) {
            case DATE -> "TO_DATE('" + value.substring(0, Math.min(19, value.length())) + "', 'YYYY-MM-DD HH24:MI:SS')";
            case TIMESTAMP -> "TO_TIMESTAMP('" + withNineDigits(value) + "')";
            case TIMESTAMP_TZ -> "TO_TIMESTAMP_TZ('" + WITH_ZONE.format(moment(value)) + "')";
            case TIMESTAMP_LTZ ->
                "TO_TIMESTAMP_TZ('" + WITH_ZONE.format(moment(value).withOffsetSameInstant(ZoneOffset.UTC)) + "')";
            case INTERVAL_YM -> "TO_YMINTERVAL('" + value + "')";
            case INTERVAL_DS -> "TO_DSINTERVAL('" + value + "')";
            case RAW, LONG_RAW, BLOB -> "HEXTORAW('" + value + "')";
            case NCHAR, NVARCHAR2 -> national(value);
            default -> quoted(value);
        };
    }

    private static OffsetDateTime moment(String stored) {
        return OffsetDateTime.parse(stored, STORED);
    }

    private static String withNineDigits(String time) {
        String text = time.length() == 19 ? time + "." : time;
        return (text + "000000000").substring(0, 29);
    }

    /** National characters beyond ASCII come as code units of UTF-16. */
    private static String national(String value) {
        if (value.chars().allMatch(unit -> unit < 128)) {
            return quoted(value);
        }
        StringBuilder text = new StringBuilder("UNISTR('");
        for (int i = 0; i < value.length(); i++) {
            char unit = value.charAt(i);
            if (unit == '\'') {
                text.append("''");
            } else if (unit < 128 && unit != '\\') {
                text.append(unit);
            } else {
                text.append('\\').append(String.format(java.util.Locale.ROOT, "%04X", (int) unit));
            }
        }
        return text.append("')").toString();
    }

    static String quoted(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
