package dev.millrace.sink.postgres;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Array parameters as a row source {@code s}: the old key, or whatever tells a row, is {@code k0, k1, …} and new values are
 * {@code c0, c1, …}, typed as the table's columns but without length or precision, which a cast would enforce by cutting and rounding;
 * assignment to the column refuses instead.
 */
final class RowSource {
    private final List<String> columns = new ArrayList<>();
    private final List<String> parameters = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    RowSource(TableBinding binding, int[] key, int[] value) {
        for (int column : key) {
            keys.add(add("k" + keys.size(), binding.targetColumn(column)));
        }
        for (int column : value) {
            values.add(add("c" + values.size(), binding.targetColumn(column)));
        }
    }

    /** For the {@code FROM} of a statement; its parameters are the keys' arrays, then the values'. */
    String from() {
        return "unnest(" + String.join(", ", parameters) + ") AS s (" + String.join(", ", columns) + ")";
    }

    /** The whole key as one array parameter, which finds rows faster than a join; empty if it has more columns or travels as text. */
    Optional<String> keyArray() {
        boolean single = keys.size() == 1 && values.isEmpty() && keys.get(0).equals("s.k0");
        return single ? Optional.of(parameters.get(0)) : Optional.empty();
    }

    /** The expression for a part of the old key. */
    String key(int place) {
        return keys.get(place);
    }

    /** The expression for a new value. */
    String value(int place) {
        return values.get(place);
    }

    List<String> values() {
        return values;
    }

    /**
     * Arrays of arrays would be flattened, and some rare types separate the elements of an array by another character: those travel as
     * text.
     */
    private String add(String name, ColumnSchema column) {
        String type = withoutModifier(column.nativeType());
        boolean asText = column.type().kind() == Kind.ARRAY || column.type().kind() == Kind.OTHER;
        columns.add(name);
        parameters.add("?::" + (asText ? "text" : type) + "[]");
        return asText ? "s." + name + "::" + type : "s." + name;
    }

    private static String withoutModifier(String type) {
        int open = type.indexOf('(');
        if (open < 0 || type.startsWith("\"")) {
            return type;
        }
        return switch (type.substring(0, open)) {
            // these words alone mean a length of one
            case "character" -> "bpchar";
            case "bit" -> "bit varying";
            default -> type.substring(0, open) + type.substring(type.indexOf(')', open) + 1);
        };
    }
}
