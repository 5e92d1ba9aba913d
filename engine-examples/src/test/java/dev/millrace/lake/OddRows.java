package dev.millrace.lake;

import dev.millrace.examples.cli.Database;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Two tables with texts that are hard to write down, and transactions upon them. A key is given once, and each change of a row has a number of
 * its own, so that no two changes of a table look alike.
 */
final class OddRows {
    /** Columns of both tables. */
    static final int COLUMNS = 6;

    static final List<String> TABLES = List.of("odd", "other");

    private static final List<@Nullable String> TEXTS = texts();

    private final Database source;
    private final Random random = new Random(3);
    private final List<List<Integer>> alive = List.of(new ArrayList<>(), new ArrayList<>());
    private int lastKey;
    private int lastChange;

    OddRows(Database source) {
        this.source = source;
    }

    private static List<@Nullable String> texts() {
        List<@Nullable String> texts = new ArrayList<>(List.of(
                "plain",
                "",
                " ",
                "NULL",
                "null",
                "\\N",
                "a,b",
                ",",
                "\"",
                "\"\"",
                "say \"hi\"",
                "line\nbreak",
                "\n",
                "crlf\r\nend",
                "\ttab",
                "back\\slash\\",
                "ends with quote\"",
                "\"starts with one",
                "über 漢字 😀",
                "'"));
        texts.add(null);
        return texts;
    }

    void create() throws SQLException {
        boolean postgres = source.engineName().equals("postgres");
        for (String table : TABLES) {
            source.execute("CREATE TABLE " + table + " (id int PRIMARY KEY, change_number int, note "
                    + (postgres ? "text" : "longtext CHARACTER SET utf8mb4") + ", price numeric(12,3), raw "
                    + (postgres ? "bytea" : "blob") + ", made_at " + (postgres ? "timestamp" : "datetime(6)") + ")");
        }
    }

    /** So many transactions of a few changes each, upon both tables. */
    void change(int transactions) throws SQLException {
        try (Connection connection = source.connect()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < transactions; i++) {
                int changes = 1 + random.nextInt(6);
                for (int j = 0; j < changes; j++) {
                    changeOne(connection, random.nextInt(TABLES.size()));
                }
                connection.commit();
            }
        }
    }

    private void changeOne(Connection connection, int table) throws SQLException {
        List<Integer> keys = alive.get(table);
        int kind = keys.size() < 5 ? 0 : random.nextInt(4);
        if (kind == 3) {
            int key = keys.remove(random.nextInt(keys.size()));
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM " + TABLES.get(table) + " WHERE id = ?")) {
                delete.setInt(1, key);
                delete.executeUpdate();
            }
            return;
        }
        boolean inserts = kind < 2;
        int key = inserts ? ++lastKey : keys.get(random.nextInt(keys.size()));
        String sql = inserts
                ? "INSERT INTO " + TABLES.get(table)
                        + " (change_number, note, price, raw, made_at, id) VALUES (?, ?, ?, ?, ?, ?)"
                : "UPDATE " + TABLES.get(table)
                        + " SET change_number = ?, note = ?, price = ?, raw = ?, made_at = ? WHERE id = ?";
        try (PreparedStatement write = connection.prepareStatement(sql)) {
            String text = TEXTS.get(random.nextInt(TEXTS.size()));
            write.setInt(1, ++lastChange);
            write.setString(2, text);
            write.setBigDecimal(3, new BigDecimal(random.nextInt(1_000_000)).movePointLeft(3));
            write.setBytes(4, text == null ? null : text.getBytes(StandardCharsets.UTF_16BE));
            write.setTimestamp(5, Timestamp.valueOf("2026-11-22 10:00:00.123456"));
            write.setInt(6, key);
            write.executeUpdate();
        }
        if (inserts) {
            keys.add(key);
        }
    }

    /** What the source holds now, by key, as the texts that files have. */
    Map<String, List<@Nullable String>> rows(String table) throws SQLException {
        String hex = source.engineName().equals("postgres") ? "encode(raw, 'hex')" : "LOWER(HEX(raw))";
        String time = source.engineName().equals("postgres") ? "made_at::text" : "CAST(made_at AS CHAR)";
        Map<String, List<@Nullable String>> rows = new TreeMap<>();
        try (Connection connection = source.connect();
                var statement = connection.createStatement();
                var result = statement.executeQuery(
                        "SELECT id, change_number, note, price, " + hex + ", " + time + " FROM " + table)) {
            while (result.next()) {
                List<@Nullable String> row = new ArrayList<>();
                for (int i = 1; i <= COLUMNS; i++) {
                    row.add(result.getString(i));
                }
                rows.put(result.getString(1), row);
            }
        }
        return rows;
    }
}
