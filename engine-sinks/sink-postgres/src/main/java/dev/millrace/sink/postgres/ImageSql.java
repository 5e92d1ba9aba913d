package dev.millrace.sink.postgres;

import dev.millrace.model.ColumnSchema;
import dev.millrace.sink.postgres.ApplySql.Assignment;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Statements for tables without a key: {@code s} has the images, {@code w} numbers those that are alike, {@code f} finds rows of the table
 * that look the same, {@code m} numbers them likewise, and each image takes the row of its number. Whole rows are compared as text, which
 * tells NULL from empty and works for types without equality.
 */
final class ImageSql {
    private final TableBinding binding;
    private final int[] image;
    private final RowSource source;
    private final List<Integer> joined;

    /**
     * Words for one shape.
     *
     * @param image ordinals of the columns that tell a row
     * @param joined places in {@code image} by which rows can be found fast
     */
    ImageSql(TableBinding binding, int[] image, RowSource source, List<Integer> joined) {
        this.binding = binding;
        this.image = image;
        this.source = source;
        this.joined = joined;
    }

    String delete() {
        return match() + "\nDELETE FROM " + PostgresDialect.quoted(binding.id())
                + " AS t USING m JOIN w USING (r, n) WHERE t.tableoid = m.o AND t.ctid = m.c";
    }

    String update(List<Assignment> set) {
        String first = PostgresDialect.quoted(binding.names(image).get(0));
        String assignments = set.isEmpty()
                ? first + " = t." + first
                : set.stream()
                        .map(column -> PostgresDialect.quoted(column.column()) + " = w.c" + column.place())
                        .collect(Collectors.joining(", "));
        return match() + "\nUPDATE " + PostgresDialect.quoted(binding.id()) + " AS t SET " + assignments
                + " FROM m JOIN w USING (r, n) WHERE t.tableoid = m.o AND t.ctid = m.c";
    }

    private String match() {
        String rowText = text(column -> "t." + name(column));
        String imageText = text(column -> "s.k" + column);
        String conditions = joined.stream()
                .map(place -> "t." + name(place) + " = s.k" + place + " AND ")
                .collect(Collectors.joining());
        return "WITH s AS MATERIALIZED (SELECT " + staged() + " FROM " + source.from() + "),\n"
                + "w AS MATERIALIZED (SELECT s.*, " + imageText + " AS r, row_number() OVER (PARTITION BY " + imageText
                + ") AS n FROM s),\n"
                + "f AS (SELECT DISTINCT t.tableoid AS o, t.ctid AS c, " + rowText + " AS r FROM "
                + PostgresDialect.quoted(binding.id()) + " AS t JOIN s ON " + conditions + rowText + " = " + imageText
                + "),\n"
                + "m AS MATERIALIZED (SELECT o, c, r, row_number() OVER (PARTITION BY r) AS n FROM f)";
    }

    /** With the columns' full types: text with padding or trailing zeros must look as it does in the table. */
    private String staged() {
        List<String> columns = IntStream.range(0, image.length)
                .mapToObj(place -> source.key(place) + "::" + column(place).nativeType() + " AS k" + place)
                .collect(Collectors.toList());
        for (int place = 0; place < source.values().size(); place++) {
            columns.add(source.value(place) + " AS c" + place);
        }
        return String.join(", ", columns);
    }

    private String text(java.util.function.IntFunction<String> column) {
        return IntStream.range(0, image.length).mapToObj(column).collect(Collectors.joining(", ", "ROW(", ")::text"));
    }

    private ColumnSchema column(int place) {
        return binding.targetColumn(image[place]);
    }

    private String name(int place) {
        return PostgresDialect.quoted(column(place).name());
    }
}
