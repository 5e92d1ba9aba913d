package dev.millrace.source.sqlserver.value;

import dev.millrace.source.sqlserver.connection.Sql;
import java.util.List;

/** How a column is asked for, by the load and in change tables: values of the server's own classes are turned into what every driver knows. */
public final class ColumnExpression {
    private static final List<String> TIMES =
            List.of("date", "time", "smalldatetime", "datetime", "datetime2", "datetimeoffset");

    private ColumnExpression() {}

    /** @param type the type's name as in {@code sys.types} */
    public static String of(String column, String type) {
        String name = Sql.identifier(column);
        return switch (type) {
            case "hierarchyid" -> name + ".ToString()";
            case "geography", "geometry" -> shape(name);
            case "sql_variant" -> variant(name);
            default -> name;
        };
    }

    /** The number of the reference system in four bytes, the least first, and the shape with all of its coordinates. */
    private static String shape(String name) {
        return "CAST(" + name + ".STSrid % 256 AS binary(1)) + CAST(" + name
                + ".STSrid / 256 % 256 AS binary(1)) + CAST(" + name + ".STSrid / 65536 AS binary(1)) + 0x00 + " + name
                + ".AsBinaryZM()";
    }

    /** By the type that each value has: a cast alone would round numbers and cut times. The styles are those of CONVERT's documentation. */
    private static String variant(String name) {
        StringBuilder text = new StringBuilder("CASE CAST(SQL_VARIANT_PROPERTY(" + name + ", 'BaseType') AS sysname)");
        for (String type : List.of("float", "real")) {
            when(type, converted(name, type, 3), text);
        }
        for (String type : List.of("money", "smallmoney")) {
            when(type, converted(name, type, 2), text);
        }
        for (String type : TIMES) {
            when(type, converted(name, type, 121), text);
        }
        for (String type : List.of("binary", "varbinary")) {
            when(type, converted(name, "varbinary(8000)", 1), text);
        }
        for (String type : List.of("char", "varchar")) {
            when(type, "CAST(CAST(" + name + " AS varchar(8000)) AS nvarchar(max))", text);
        }
        return text.append(" ELSE CAST(")
                .append(name)
                .append(" AS nvarchar(4000)) END")
                .toString();
    }

    private static void when(String type, String then, StringBuilder text) {
        text.append(" WHEN '").append(type).append("' THEN ").append(then);
    }

    private static String converted(String name, String type, int style) {
        return "CONVERT(nvarchar(max), CAST(" + name + " AS " + type + "), " + style + ")";
    }
}
