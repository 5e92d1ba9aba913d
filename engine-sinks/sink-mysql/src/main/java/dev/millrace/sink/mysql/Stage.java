package dev.millrace.sink.mysql;

import dev.millrace.model.DataType.Kind;
import dev.millrace.model.Row;
import dev.millrace.sink.mysql.dialect.SqlText;
import dev.millrace.sink.mysql.dialect.TargetColumn;
import dev.millrace.sink.mysql.encode.ColumnEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A temporary table for one set of changes: the old key of each row as {@code k0, k1 …}, its new values as {@code v0, v1 …}. It is as wide
 * as the set needs, so that it nearly always fits into memory; making it does not commit.
 */
final class Stage {
    /** Above, the server would refuse the row (65,535 bytes). */
    private static final int WIDEST_ROW = 60_000;

    private static final int MEMORY_BYTES = 24 * 1024 * 1024;
    private static final int FIXED_WIDTH = 40;
    private static final int LARGE = 255;

    private final String name;
    private final List<Column> columns = new ArrayList<>();
    private final int keyCount;
    private final boolean inMemory;

    /**
     * A stage for keys and values of a set.
     *
     * @param place what the table is called and where it may live
     * @param identities old keys, one per row; may be empty if there are no keys
     * @param rows new values; may be empty if there are no values
     */
    Stage(
            StagePlace place,
            List<ColumnEncoder> keys,
            List<Row> identities,
            List<ColumnEncoder> values,
            List<Row> rows) {
        this.name = place.name();
        this.keyCount = keys.size();
        for (int i = 0; i < keys.size(); i++) {
            columns.add(new Column("k" + i, keys.get(i), widest(keys.get(i), identities)));
        }
        for (int i = 0; i < values.size(); i++) {
            columns.add(new Column("v" + i, values.get(i), widest(values.get(i), rows)));
        }
        long width = width();
        boolean large = width > WIDEST_ROW;
        if (large) {
            columns.replaceAll(column -> column.width > LARGE ? column.asLargeObject() : column);
        }
        int size = Math.max(identities.size(), rows.size());
        this.inMemory = place.memory() && !large && width * size <= MEMORY_BYTES;
    }

    String drop() {
        return "DROP TEMPORARY TABLE IF EXISTS " + name;
    }

    String create() {
        List<String> parts = new ArrayList<>();
        parts.add("`n` int NOT NULL AUTO_INCREMENT PRIMARY KEY");
        for (Column column : columns) {
            parts.add(SqlText.quote(column.name) + " " + column.type() + " NULL");
        }
        return "CREATE TEMPORARY TABLE " + name + " (" + String.join(", ", parts) + ") ENGINE="
                + (inMemory ? "MEMORY" : "InnoDB") + " DEFAULT CHARSET=utf8mb4";
    }

    String load() {
        return LoadStatement.into(
                name, columns.stream().map(column -> SqlText.quote(column.name)).toList());
    }

    List<ColumnEncoder> keyEncoders() {
        return columns.subList(0, keyCount).stream()
                .map(column -> column.encoder)
                .toList();
    }

    List<ColumnEncoder> valueEncoders() {
        return columns.subList(keyCount, columns.size()).stream()
                .map(column -> column.encoder)
                .toList();
    }

    List<String> columnNames() {
        return columns.stream().map(column -> column.name).toList();
    }

    String updateTarget(TableLayout layout) {
        List<String> assignments = new ArrayList<>();
        for (Column value : values()) {
            assignments.add("t." + value.targetName() + " = " + value.expression());
        }
        for (String kept : layout.keptBy(valueEncoders())) {
            assignments.add("t." + SqlText.quote(kept) + " = t." + SqlText.quote(kept));
        }
        if (assignments.isEmpty()) {
            String key = columns.get(0).targetName();
            assignments.add("t." + key + " = t." + key);
        }
        return "UPDATE " + name + " s STRAIGHT_JOIN " + layout.table() + " t ON " + join("t") + " SET "
                + String.join(", ", assignments);
    }

    /** Names the target in full, as an alias would be looked for in the session's default database, and there is none. */
    String deleteTarget(TableLayout layout) {
        String target = layout.table();
        return "DELETE " + target + " FROM " + name + " s STRAIGHT_JOIN " + target + " ON " + join(target);
    }

    /** Only for tables whose one unique key is the identifying one; the stage has no keys of its own. */
    String upsertTarget(TableLayout layout) {
        List<String> assignments = new ArrayList<>();
        for (Column value : values()) {
            if (!layout.isKey(value.encoder)) {
                assignments.add(layout.table() + "." + value.targetName() + " = " + value.expression());
            }
        }
        if (assignments.isEmpty()) {
            String key = layout.table() + "."
                    + SqlText.quote(layout.key().get(0).target().name());
            assignments.add(key + " = " + key);
        }
        return insertInto(layout) + " FROM " + name + " s ON DUPLICATE KEY UPDATE " + String.join(", ", assignments);
    }

    /** Inserts the rows whose key the target does not have. */
    String insertMissing(TableLayout layout) {
        String probe = "t." + columns.get(0).targetName();
        return insertInto(layout) + " FROM " + name + " s LEFT JOIN " + layout.table() + " t ON " + join("t")
                + " WHERE " + probe + " IS NULL";
    }

    private String insertInto(TableLayout layout) {
        List<String> names = values().stream().map(Column::targetName).toList();
        List<String> expressions = values().stream().map(Column::expression).toList();
        return "INSERT INTO " + layout.table() + " (" + String.join(", ", names) + ") SELECT "
                + String.join(", ", expressions);
    }

    private List<Column> values() {
        return columns.subList(keyCount, columns.size());
    }

    private String join(String target) {
        return String.join(
                " AND ",
                columns.subList(0, keyCount).stream()
                        .map(column -> column.joinCondition(target))
                        .toList());
    }

    private long width() {
        return columns.stream().mapToLong(column -> column.width).sum();
    }

    private static int widest(ColumnEncoder encoder, List<Row> rows) {
        if (!isOpaque(encoder.target())) {
            return FIXED_WIDTH;
        }
        int widest = 1;
        for (Row row : rows) {
            widest = Math.max(widest, encoder.formedLength(row));
        }
        return widest;
    }

    /** Whether the stage keeps the value as bytes, to be read as what it is only on its way to the target. */
    private static boolean isOpaque(TargetColumn target) {
        return switch (target.type().kind()) {
            case STRING, CLOB, BYTES, BLOB, JSON, XML, UUID, ENUM, SET, GEOMETRY, OTHER -> true;
            default -> false;
        };
    }

    /** A column of the stage. */
    private static final class Column {
        private final String name;
        private final ColumnEncoder encoder;
        private final int width;
        private final boolean largeObject;

        Column(String name, ColumnEncoder encoder, int width) {
            this(name, encoder, width, false);
        }

        private Column(String name, ColumnEncoder encoder, int width, boolean largeObject) {
            this.name = name;
            this.encoder = encoder;
            this.width = width;
            this.largeObject = largeObject;
        }

        Column asLargeObject() {
            return isOpaque(encoder.target()) ? new Column(name, encoder, width, true) : this;
        }

        String targetName() {
            return SqlText.quote(encoder.target().name());
        }

        String type() {
            TargetColumn target = encoder.target();
            if (largeObject) {
                return "longblob";
            }
            if (isOpaque(target)) {
                return "varbinary(" + width + ")";
            }
            return target.type().kind() == Kind.BIT
                    ? "bigint unsigned"
                    : target.schema().nativeType().toLowerCase(Locale.ROOT);
        }

        String expression() {
            TargetColumn target = encoder.target();
            boolean text = isOpaque(target) && !encoder.isBinary();
            return text ? "CONVERT(s." + SqlText.quote(name) + " USING utf8mb4)" : "s." + SqlText.quote(name);
        }

        /** Keeps the target's own character set and collation on the right, so that its index is used. */
        String joinCondition(String table) {
            TargetColumn target = encoder.target();
            String characterSet = target.characterSet().orElse("");
            String left = table + "." + targetName() + " = ";
            if (characterSet.isEmpty()
                    || target.type().kind() == Kind.ENUM
                    || target.type().kind() == Kind.SET) {
                return left + expression();
            }
            String collation = " COLLATE " + target.collation().orElse("utf8mb4_bin");
            if (characterSet.equals("utf8mb4")) {
                return left + expression() + collation;
            }
            // a character that the target's set lacks becomes '?', which must not find another row
            return left + "CONVERT(" + expression() + " USING " + characterSet + ")" + collation + " AND CAST(CONVERT("
                    + table + "." + targetName() + " USING utf8mb4) AS BINARY) = s." + SqlText.quote(name);
        }
    }
}
