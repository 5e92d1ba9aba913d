package dev.millrace.sink.mysql;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.jdbc.FloatingPoint;
import dev.millrace.sink.jdbc.PresentColumns;
import dev.millrace.sink.mysql.dialect.MySqlDialect;
import dev.millrace.sink.mysql.dialect.SqlText;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@link PresentColumns} of MySQL and MariaDB. In strict mode they warn of most of what they change, and the sink takes warnings for
 * refusals; what they round or pad without a warning is told here.
 */
final class ExistingColumns implements PresentColumns {
    /** {@code char}, {@code nchar} and {@code character} but for their varying forms, and PostgreSQL's {@code bpchar}. */
    private static final Pattern FIXED_LENGTH =
            Pattern.compile("(?:n?char|character|bpchar)(?! varying)\\b", Pattern.CASE_INSENSITIVE);

    private final MySqlDialect dialect;

    ExistingColumns(MySqlDialect dialect) {
        this.dialect = dialect;
    }

    /** Names of columns have no case. */
    @Override
    public boolean isSameName(String one, String other) {
        return one.equalsIgnoreCase(other);
    }

    @Override
    public boolean canBeMissing(TableSchema wanted, ColumnSchema column) {
        return false;
    }

    @Override
    public boolean losesValues(TableSchema wanted, ColumnSchema column, ColumnSchema present) {
        return present.fill() != Fill.GENERATED
                && !present.nativeType().equalsIgnoreCase(dialect.columnType(wanted, column))
                && (FloatingPoint.rounds(column.type(), present.type())
                        || (isWhole(present.type().kind()) && hasFraction(column.type()))
                        || isPadded(column, present)
                        || isTrimmed(column, present));
    }

    /** An {@code enum} falls back on its first label. */
    @Override
    public boolean mustBeGiven(ColumnSchema present) {
        return !present.nullable()
                && present.fill() == Fill.DEFAULT
                && present.expression() == null
                && present.type().kind() != Kind.ENUM;
    }

    @Override
    public String add(TableSchema wanted, List<ColumnSchema> missing) {
        return alter(wanted.id())
                + missing.stream()
                        .map(column -> " ADD COLUMN " + SqlText.quote(column.name()) + " "
                                + dialect.columnType(wanted, column))
                        .collect(Collectors.joining(","));
    }

    @Override
    public String retype(TableSchema wanted, ColumnSchema column) {
        return alter(wanted.id()) + " MODIFY COLUMN " + SqlText.quote(column.name()) + " "
                + dialect.columnType(wanted, column) + (column.nullable() ? "" : " NOT NULL");
    }

    @Override
    public String relax(TableId table, ColumnSchema present) {
        return alter(table) + " MODIFY COLUMN " + SqlText.quote(present.name()) + " " + present.nativeType() + " NULL";
    }

    private static String alter(TableId table) {
        return "ALTER TABLE " + SqlText.table(table);
    }

    private static boolean isWhole(Kind kind) {
        return switch (kind) {
            case INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4, UINT8 -> true;
            default -> false;
        };
    }

    private static boolean hasFraction(DataType type) {
        return switch (type.kind()) {
            case NUMERIC -> type.precision() == 0 || type.scale() > 0;
            case REAL4, REAL8 -> true;
            default -> false;
        };
    }

    /** A {@code char(n)} shows no blanks at the end, and they count in every text that is not of fixed length itself. */
    private static boolean isTrimmed(ColumnSchema column, ColumnSchema present) {
        Kind kind = column.type().kind();
        return present.nativeType().startsWith("char(")
                && (kind == Kind.STRING || kind == Kind.CLOB)
                && !FIXED_LENGTH.matcher(column.nativeType()).lookingAt();
    }

    /** A {@code binary(n)} fills up with zeros. */
    private static boolean isPadded(ColumnSchema column, ColumnSchema present) {
        return present.nativeType().startsWith("binary(")
                && !(column.nativeType().startsWith("binary(")
                        && column.type().length() == present.type().length());
    }
}
