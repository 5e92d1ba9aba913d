package dev.millrace.source.mysql.catalog;

import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.source.mysql.value.NativeType;

/** The one table from column types of MySQL and MariaDB to engine-neutral ones. */
public final class TypeMapping {
    private TypeMapping() {}

    /**
     * The engine-neutral type.
     *
     * @param type the declaration
     * @param characters the declared length of a string, in characters or bytes
     */
    public static DataType of(NativeType type, long characters) {
        return switch (type.base()) {
            case "tinyint" -> integer(type, Kind.INT1, Kind.UINT1);
            case "smallint" -> integer(type, Kind.INT2, Kind.UINT2);
            case "mediumint", "int" -> integer(type, Kind.INT4, Kind.UINT4);
            case "bigint" -> integer(type, Kind.INT8, Kind.UINT8);
            case "decimal" -> DataType.numeric(type.argument(0, 10), type.argument(1, 0));
            case "float" -> DataType.of(Kind.REAL4);
            case "double" -> DataType.of(Kind.REAL8);
            case "bit" -> DataType.ofLength(Kind.BIT, type.argument(0, 1));
            case "date" -> DataType.of(Kind.DATE);
            case "time" -> DataType.ofScale(Kind.TIME, type.argument(0, 0));
            case "datetime" -> DataType.ofScale(Kind.DATETIME, type.argument(0, 0));
            case "timestamp" -> DataType.ofScale(Kind.TIMESTAMP_TZ, type.argument(0, 0));
            case "year" -> DataType.of(Kind.YEAR);
            case "char", "varchar" -> DataType.ofLength(Kind.STRING, characters);
            case "inet4", "inet6" -> DataType.ofLength(Kind.STRING, type.base().equals("inet4") ? 15 : 39);
            case "tinytext", "text", "mediumtext", "longtext" -> DataType.of(Kind.CLOB);
            case "binary", "varbinary" -> DataType.ofLength(Kind.BYTES, characters);
            case "tinyblob", "blob", "mediumblob", "longblob", "vector" -> DataType.of(Kind.BLOB);
            case "json" -> DataType.of(Kind.JSON);
            case "uuid" -> DataType.of(Kind.UUID);
            case "enum" -> DataType.ofLabels(Kind.ENUM, type.arguments());
            case "set" -> DataType.ofLabels(Kind.SET, type.arguments());
            case "geometry",
                    "point",
                    "linestring",
                    "polygon",
                    "multipoint",
                    "multilinestring",
                    "multipolygon",
                    "geometrycollection",
                    "geomcollection" -> DataType.of(Kind.GEOMETRY);
            default -> DataType.of(Kind.OTHER);
        };
    }

    private static DataType integer(NativeType type, Kind signed, Kind unsigned) {
        return DataType.of(type.isUnsigned() ? unsigned : signed);
    }
}
