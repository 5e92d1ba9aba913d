package dev.millrace.source.sqlserver.catalog;

import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;

/** The one table from SQL Server's column types to engine-neutral ones; DMS's, where it has one. */
public final class ColumnTypes {
    private static final int OFFSET_TEXT = 34;
    private static final int HIERARCHY_TEXT = 250;
    private static final int SINGLE_PRECISION = 24;

    private ColumnTypes() {}

    /**
     * The engine-neutral type.
     *
     * @param name as in {@code sys.types}
     * @param maxLength in bytes; -1 for {@code max}
     */
    static DataType of(String name, int maxLength, int precision, int scale) {
        return switch (name) {
            case "bit" -> DataType.of(Kind.BOOLEAN);
            case "tinyint" -> DataType.of(Kind.UINT1);
            case "smallint" -> DataType.of(Kind.INT2);
            case "int" -> DataType.of(Kind.INT4);
            case "bigint" -> DataType.of(Kind.INT8);
            case "decimal", "numeric" -> DataType.numeric(precision, scale);
            case "money" -> DataType.numeric(19, 4);
            case "smallmoney" -> DataType.numeric(10, 4);
            case "real" -> DataType.of(Kind.REAL4);
            case "float" -> DataType.of(precision <= SINGLE_PRECISION ? Kind.REAL4 : Kind.REAL8);
            case "date" -> DataType.of(Kind.DATE);
            case "time" -> DataType.ofScale(Kind.TIME, scale);
            case "datetime" -> DataType.ofScale(Kind.DATETIME, 3);
            case "smalldatetime" -> DataType.ofScale(Kind.DATETIME, 0);
            case "datetime2" -> DataType.ofScale(Kind.DATETIME, scale);
            case "datetimeoffset" -> DataType.ofLength(Kind.STRING, OFFSET_TEXT);
            case "char", "varchar" ->
                maxLength < 0 ? DataType.of(Kind.CLOB) : DataType.ofLength(Kind.STRING, maxLength);
            case "nchar", "nvarchar", "sysname" ->
                maxLength < 0 ? DataType.of(Kind.CLOB) : DataType.ofLength(Kind.STRING, maxLength / 2);
            case "text", "ntext" -> DataType.of(Kind.CLOB);
            case "binary", "varbinary" ->
                maxLength < 0 ? DataType.of(Kind.BLOB) : DataType.ofLength(Kind.BYTES, maxLength);
            case "image" -> DataType.of(Kind.BLOB);
            case "timestamp" -> DataType.ofLength(Kind.BYTES, 8);
            case "uniqueidentifier" -> DataType.of(Kind.UUID);
            case "xml" -> DataType.of(Kind.XML);
            case "hierarchyid" -> DataType.ofLength(Kind.STRING, HIERARCHY_TEXT);
            case "geography", "geometry" -> DataType.of(Kind.GEOMETRY);
            default -> DataType.of(Kind.OTHER);
        };
    }

    /** The declaration in the server's words. */
    static String declaration(String name, int maxLength, int precision, int scale) {
        return switch (name) {
            case "char", "varchar", "binary", "varbinary" -> name + "(" + (maxLength < 0 ? "max" : maxLength) + ")";
            case "nchar", "nvarchar" -> name + "(" + (maxLength < 0 ? "max" : maxLength / 2) + ")";
            case "decimal", "numeric" -> name + "(" + precision + "," + scale + ")";
            case "float" -> name + "(" + precision + ")";
            case "time", "datetime2", "datetimeoffset" -> name + "(" + scale + ")";
            default -> name;
        };
    }

    /** The type's name in a declaration. */
    public static String name(String declaration) {
        int parenthesis = declaration.indexOf('(');
        return parenthesis < 0 ? declaration : declaration.substring(0, parenthesis);
    }

    /** Whether the change tables hold values of the type only where they changed, and NULL in their place otherwise. */
    public static boolean isToldWhenChanged(String declaration) {
        return declaration.endsWith("(max)") || declaration.equals("xml") || isShape(declaration);
    }

    /** Stored as large values are; the documentation names only the latter. */
    private static boolean isShape(String declaration) {
        return declaration.equals("geography") || declaration.equals("geometry");
    }

    /** Whether values of the type are asked for as something else, since drivers know only the server's own bytes of them. */
    public static boolean isConverted(String declaration) {
        return isShape(declaration) || declaration.equals("hierarchyid") || declaration.equals("sql_variant");
    }

    /** Whether the change tables never hold what a value of the type was before. */
    public static boolean isNeverToldBefore(String declaration) {
        return switch (declaration) {
            case "text", "ntext", "image" -> true;
            default -> false;
        };
    }

    /** Whether changes of values of the type are told. */
    public static boolean isTold(String declaration) {
        return switch (name(declaration)) {
            case "bit", "tinyint", "smallint", "int", "bigint", "decimal", "numeric", "money", "smallmoney", "real" ->
                true;
            case "float", "date", "time", "datetime", "smalldatetime", "datetime2", "datetimeoffset" -> true;
            case "char", "varchar", "nchar", "nvarchar", "sysname", "text", "ntext" -> true;
            case "binary", "varbinary", "image", "timestamp", "uniqueidentifier", "xml" -> true;
            default -> isConverted(declaration);
        };
    }
}
