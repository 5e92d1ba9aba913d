package dev.millrace.differential.normal;

import dev.millrace.differential.workload.TestColumn;
import java.util.Set;

/** What MySQL and MariaDB print, made canonical by the server's own functions. */
public final class MySqlServerText implements ServerText {
    private static final Set<String> BINARY = Set.of(
            "binary",
            "varbinary",
            "tinyblob",
            "blob",
            "mediumblob",
            "longblob",
            "geometry",
            "point",
            "linestring",
            "polygon",
            "multipoint",
            "multilinestring",
            "multipolygon",
            "geometrycollection");

    @Override
    public String expression(TestColumn column) {
        String name = column.name();
        if (BINARY.contains(column.typeName()) || column.declaration().contains("character set binary")) {
            return "LOWER(HEX(" + name + "))";
        }
        if (column.declaration().contains("zerofill")) {
            return name + " + 0";
        }
        return switch (column.typeName()) {
            case "bit" -> "LPAD(BIN(" + name + " + 0), " + column.declaration().replaceAll("\\D", "") + ", '0')";
            case "timestamp" -> "CONCAT(" + name + ", '+00')";
            case "float" -> name + " * 1e0";
            default -> "CAST(" + name + " AS CHAR CHARACTER SET utf8mb4)";
        };
    }

    /** Queries print fewer or other digits of binary floating point numbers than it takes to tell them apart. */
    @Override
    public String spelling(TestColumn column, String canonical) {
        return switch (column.typeName()) {
            case "float" -> Float.toString((float) Double.parseDouble(canonical));
            case "double" -> Double.toString(Double.parseDouble(canonical));
            default -> canonical;
        };
    }
}
