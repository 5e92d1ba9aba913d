package dev.millrace.emulated.sqlserver;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column's type as {@code sys.columns} describes it, and the type of H2 that holds its values.
 *
 * @param name as in {@code sys.types}
 * @param maxLength in bytes, -1 for {@code max}
 * @param h2 how H2 declares the column
 */
record SqlServerType(String name, int maxLength, int precision, int scale, String h2) {
    private static final Pattern DECLARATION = Pattern.compile("(\\w+)(?:\\((\\w+)(?:,\\s*(\\d+))?\\))?");
    private static final int LONGEST = 1_000_000;
    private static final Map<String, SqlServerType> PLAIN = Map.ofEntries(
            plain("bit", 1, 1, 0, "BOOLEAN"),
            plain("tinyint", 1, 3, 0, "SMALLINT"),
            plain("smallint", 2, 5, 0, "SMALLINT"),
            plain("int", 4, 10, 0, "INTEGER"),
            plain("bigint", 8, 19, 0, "BIGINT"),
            plain("money", 8, 19, 4, "DECIMAL(19,4)"),
            plain("smallmoney", 4, 10, 4, "DECIMAL(10,4)"),
            plain("real", 4, 24, 0, "REAL"),
            plain("float", 8, 53, 0, "DOUBLE PRECISION"),
            plain("date", 3, 10, 0, "DATE"),
            plain("datetime", 8, 23, 3, "TIMESTAMP(3)"),
            plain("smalldatetime", 4, 16, 0, "TIMESTAMP(0)"),
            plain("uniqueidentifier", 16, 0, 0, "CHAR(36)"),
            plain("xml", -1, 0, 0, "VARCHAR(" + LONGEST + ")"),
            plain("hierarchyid", 892, 0, 0, "VARBINARY(892)"),
            plain("geography", -1, 0, 0, "VARBINARY(" + LONGEST + ")"),
            plain("geometry", -1, 0, 0, "VARBINARY(" + LONGEST + ")"),
            plain("text", 16, 0, 0, "VARCHAR(" + LONGEST + ")"),
            plain("ntext", 16, 0, 0, "VARCHAR(" + LONGEST + ")"),
            plain("image", 16, 0, 0, "VARBINARY(" + LONGEST + ")"),
            plain("sql_variant", 8016, 0, 0, "VARCHAR(8000)"),
            plain("timestamp", 8, 0, 0, "BINARY(8)"));

    private static Map.Entry<String, SqlServerType> plain(
            String name, int maxLength, int precision, int scale, String h2) {
        return Map.entry(name, new SqlServerType(name, maxLength, precision, scale, h2));
    }

    static SqlServerType of(String declaration) {
        Matcher parts = DECLARATION.matcher(declaration.trim().toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            throw new IllegalArgumentException("no type of SQL Server: " + declaration);
        }
        String name = parts.group(1).equals("rowversion") ? "timestamp" : parts.group(1);
        SqlServerType plain = PLAIN.get(name);
        if (plain != null) {
            return plain;
        }
        boolean max = "max".equals(parts.group(2));
        int first = max ? LONGEST : Integer.parseInt(parts.group(2));
        int second = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
        return switch (name) {
            case "char", "varchar" -> new SqlServerType(name, max ? -1 : first, 0, 0, "VARCHAR(" + first + ")");
            case "nchar", "nvarchar" -> new SqlServerType(name, max ? -1 : 2 * first, 0, 0, "VARCHAR(" + first + ")");
            case "binary", "varbinary" -> new SqlServerType(name, max ? -1 : first, 0, 0, "VARBINARY(" + first + ")");
            case "decimal", "numeric" ->
                new SqlServerType(name, 17, first, second, "DECIMAL(" + first + "," + second + ")");
            case "time" -> new SqlServerType(name, 5, 16, first, "TIME(" + first + ")");
            case "datetime2" -> new SqlServerType(name, 8, 27, first, "TIMESTAMP(" + first + ")");
            case "datetimeoffset" -> new SqlServerType(name, 10, 34, first, "TIMESTAMP(" + first + ") WITH TIME ZONE");
            default -> throw new IllegalArgumentException("no type that is emulated: " + declaration);
        };
    }

    /** The declaration that {@code sys.columns} describes. */
    static String declaration(String name, int maxLength, int precision, int scale) {
        return switch (name) {
            case "char", "varchar", "binary", "varbinary" -> name + "(" + (maxLength < 0 ? "max" : maxLength) + ")";
            case "nchar", "nvarchar" -> name + "(" + (maxLength < 0 ? "max" : maxLength / 2) + ")";
            case "decimal", "numeric" -> name + "(" + precision + "," + scale + ")";
            case "time", "datetime2", "datetimeoffset" -> name + "(" + scale + ")";
            default -> name;
        };
    }
}
