package dev.millrace.sink.mysql.dialect;

import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads {@code COLUMN_TYPE} of MySQL's and MariaDB's catalogue. */
final class ColumnTypes {
    private ColumnTypes() {}

    /** The engine-neutral type of a column declared as {@code columnType}, such as {@code int unsigned} or {@code enum('a','b')}. */
    static DataType parse(String columnType) {
        String lower = columnType.toLowerCase(Locale.ROOT);
        int end = 0;
        while (end < lower.length() && (Character.isLetterOrDigit(lower.charAt(end)) || lower.charAt(end) == '_')) {
            end++;
        }
        String name = lower.substring(0, end);
        boolean unsigned = lower.contains(" unsigned");
        return switch (name) {
            case "tinyint" -> DataType.of(unsigned ? Kind.UINT1 : Kind.INT1);
            case "smallint" -> DataType.of(unsigned ? Kind.UINT2 : Kind.INT2);
            case "mediumint", "int", "integer" -> DataType.of(unsigned ? Kind.UINT4 : Kind.INT4);
            case "bigint" -> DataType.of(unsigned ? Kind.UINT8 : Kind.INT8);
            case "decimal", "numeric" -> DataType.numeric(argument(lower, 0, 10), argument(lower, 1, 0));
            case "float" -> DataType.of(Kind.REAL4);
            case "double", "real" -> DataType.of(Kind.REAL8);
            case "bit" -> DataType.ofLength(Kind.BIT, argument(lower, 0, 1));
            case "char", "varchar" -> DataType.ofLength(Kind.STRING, argument(lower, 0, 1));
            case "binary", "varbinary" -> DataType.ofLength(Kind.BYTES, argument(lower, 0, 1));
            case "tinytext", "text", "mediumtext", "longtext" -> DataType.of(Kind.CLOB);
            case "tinyblob", "blob", "mediumblob", "longblob", "vector" -> DataType.of(Kind.BLOB);
            case "date" -> DataType.of(Kind.DATE);
            case "time" -> DataType.ofScale(Kind.TIME, argument(lower, 0, 0));
            case "datetime" -> DataType.ofScale(Kind.DATETIME, argument(lower, 0, 0));
            case "timestamp" -> DataType.ofScale(Kind.TIMESTAMP_TZ, argument(lower, 0, 0));
            case "year" -> DataType.of(Kind.YEAR);
            case "json" -> DataType.of(Kind.JSON);
            case "uuid" -> DataType.of(Kind.UUID);
            case "enum" -> DataType.ofLabels(Kind.ENUM, labels(columnType));
            case "set" -> DataType.ofLabels(Kind.SET, labels(columnType));
            case "geometry",
                    "point",
                    "linestring",
                    "polygon",
                    "multipoint",
                    "multilinestring",
                    "multipolygon",
                    "geomcollection",
                    "geometrycollection" -> DataType.of(Kind.GEOMETRY);
            default -> DataType.of(Kind.OTHER);
        };
    }

    private static int argument(String lower, int index, int defaultValue) {
        int open = lower.indexOf('(');
        int close = lower.indexOf(')');
        if (open < 0 || close < open) {
            return defaultValue;
        }
        String[] arguments = lower.substring(open + 1, close).split(",");
        return index < arguments.length ? Integer.parseInt(arguments[index].trim()) : defaultValue;
    }

    private static List<String> labels(String columnType) {
        List<String> labels = new ArrayList<>();
        int at = columnType.indexOf('\'');
        while (at >= 0) {
            StringBuilder label = new StringBuilder();
            int i = at + 1;
            while (i < columnType.length()) {
                char character = columnType.charAt(i);
                if (character == '\'') {
                    if (i + 1 >= columnType.length() || columnType.charAt(i + 1) != '\'') {
                        break;
                    }
                    i++;
                }
                label.append(character);
                i++;
            }
            labels.add(label.toString());
            at = columnType.indexOf('\'', i + 1);
        }
        return labels;
    }
}
