package dev.millrace.source.oracle.value;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType.Kind;
import dev.millrace.source.oracle.server.Sql;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values of one column as queries give them. Times are asked for as text, so that neither the driver nor the zone of this machine has a say. Thread-safe.
 */
public final class QueriedValues {
    private static final String MOMENT = "'SYYYY-MM-DD HH24:MI:SS";
    private static final Set<String> LARGE = Set.of("CLOB", "NCLOB", "BLOB");
    private static final Pattern FRACTION = Pattern.compile("\\(\\d+\\)");

    private final ColumnSchema column;
    private final String declared;
    private final boolean trims;
    private final boolean isLarge;

    /** @param trims whether values of fixed length come without the blanks that fill them up */
    public QueriedValues(ColumnSchema column, boolean trims) {
        this.column = column;
        this.declared =
                FRACTION.matcher(column.nativeType().toUpperCase(Locale.ROOT)).replaceAll("");
        this.trims = trims && isFixed(column);
        this.isLarge = LARGE.contains(declared);
    }

    static boolean isFixed(ColumnSchema column) {
        return column.nativeType().startsWith("CHAR(") || column.nativeType().startsWith("NCHAR(");
    }

    /** What stands for the column in the list of a query. */
    public String expression() {
        String name = Sql.name(column.name());
        return switch (declared) {
            case "DATE" -> "TO_CHAR(" + name + ", " + MOMENT + "')";
            case "TIMESTAMP" -> "TO_CHAR(" + name + ", " + MOMENT + fraction() + "')";
            case "TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITH LOCAL TIME ZONE" ->
                "TO_CHAR(SYS_EXTRACT_UTC(" + name + "), " + MOMENT + fraction() + "')";
            case "INTERVAL YEAR TO MONTH", "INTERVAL DAY TO SECOND" -> "TO_CHAR(" + name + ")";
            case "XMLTYPE" -> "XMLSERIALIZE(CONTENT " + name + " AS CLOB)";
            case "ROWID" -> "ROWIDTOCHAR(" + name + ")";
            default -> name;
        };
    }

    private String fraction() {
        return column.type().scale() == 0 ? "" : ".FF" + column.type().scale();
    }

    /**
     * Appends the value.
     *
     * @return false if it is NULL, and nothing was appended
     */
    public boolean append(ResultSet result, int index, ByteBuilder out) throws SQLException {
        Kind kind = column.type().kind();
        if (declared.startsWith("NUMBER") || declared.startsWith("FLOAT")) {
            BigDecimal number = result.getBigDecimal(index);
            return append(number == null ? null : number(number, kind), out);
        }
        switch (kind) {
            case REAL4 -> {
                float number = result.getFloat(index);
                return append(result.wasNull() ? null : Numbers.real(Float.toString(number)), out);
            }
            case REAL8 -> {
                double number = result.getDouble(index);
                return append(result.wasNull() ? null : Numbers.real(Double.toString(number)), out);
            }
            case BYTES, BLOB -> {
                byte[] bytes = result.getBytes(index);
                if (bytes == null || bytes.length == 0) {
                    return isEmptyAllowed();
                }
                out.append(bytes);
                return true;
            }
            default -> {
                String text = result.getString(index);
                if (text == null || text.isEmpty()) {
                    return isEmptyAllowed();
                }
                out.append(text(text, kind));
                return true;
            }
        }
    }

    /** A large value with nothing in it is NULL where the column may be NULL, as the log's reader tells it; else it is there and empty. */
    private boolean isEmptyAllowed() {
        return isLarge && !column.nullable();
    }

    private static String number(BigDecimal number, Kind kind) {
        return kind == Kind.REAL8 ? Numbers.real(Double.toString(number.doubleValue())) : Numbers.plain(number);
    }

    private String text(String text, Kind kind) {
        return switch (kind) {
            case DATETIME -> Times.moment(text);
            case TIMESTAMP_TZ -> Times.withZone(text);
            case INTERVAL -> Intervals.ofOracle(text);
            default -> trims ? text.stripTrailing() : text;
        };
    }

    private static boolean append(@Nullable String text, ByteBuilder out) {
        if (text != null) {
            out.append(text);
        }
        return text != null;
    }
}
