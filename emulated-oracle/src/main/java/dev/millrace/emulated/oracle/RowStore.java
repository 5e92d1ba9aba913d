package dev.millrace.emulated.oracle;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The versions of rows as one transaction sees and makes them. Belongs to one thread. */
final class RowStore {
    private static final int ROWS_OF_A_BLOCK = 1000;

    private final Connection connection;
    private final Set<String> changed = new HashSet<>();
    private final Map<String, Long> objects = new HashMap<>();
    private byte @Nullable [] transaction;
    private long nextRow;

    /** @param locked whether another transaction is changing the row */
    record Version(String rowId, List<@Nullable String> values, boolean locked) {}

    RowStore(Connection connection) {
        this.connection = connection;
    }

    void begin(byte[] identifier) {
        transaction = identifier;
    }

    /** Makes what the transaction has changed visible from a number on. */
    void publish(long scn) throws SQLException {
        for (String table : changed) {
            execute("DELETE FROM " + table + " WHERE BY$ = " + id() + " AND ENDED_BY$ = " + id());
            execute("UPDATE " + table + " SET TO_SCN$ = " + scn + ", ENDED_BY$ = NULL WHERE ENDED_BY$ = " + id());
            execute("UPDATE " + table + " SET FROM_SCN$ = " + scn + ", BY$ = NULL WHERE BY$ = " + id());
        }
    }

    void ended() {
        transaction = null;
        changed.clear();
    }

    private byte[] transaction() {
        return Objects.requireNonNull(transaction);
    }

    /** The transaction's identifier as a literal. */
    String id() {
        return "X'" + EmulatedOracle.hexadecimal(transaction()) + "'";
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What gives back the version that the transaction has ended last. */
    String revive(OracleTable table, String rowId) {
        return "UPDATE " + table.quoted() + " SET ENDED_BY$ = NULL WHERE \"ROWID\" = '" + rowId + "' AND ENDED_BY$ = "
                + id()
                + " AND _ROWID_ = (SELECT MAX(_ROWID_) FROM " + table.quoted()
                + " WHERE \"ROWID\" = '" + rowId + "' AND ENDED_BY$ = " + id() + ")";
    }

    /** Puts another version in the place of one. */
    void replace(OracleTable table, Version version, List<@Nullable String> row) throws SQLException {
        end(table, version);
        try (PreparedStatement insert = insertion(table)) {
            bind(insert, table, row, version.rowId());
            insert.executeUpdate();
        }
    }

    void end(OracleTable table, Version version) throws SQLException {
        if (version.locked()) {
            throw new IllegalStateException("the emulation lets no session wait: row " + version.rowId() + " of "
                    + table.quoted() + " is being changed by another transaction");
        }
        execute("UPDATE " + table.quoted() + " SET ENDED_BY$ = " + id() + " WHERE \"ROWID\" = '" + version.rowId()
                + "' AND " + RowVersions.seenBy(id()));
        changed.add(table.quoted());
    }

    List<Version> matching(OracleTable table, Map<String, @Nullable String> old) throws SQLException {
        StringBuilder columns = new StringBuilder();
        table.columns()
                .forEach(column ->
                        columns.append(OracleTable.quoted(column.name())).append(", "));
        StringBuilder sql = new StringBuilder("SELECT " + columns + "\"ROWID\", ENDED_BY$ IS NOT NULL FROM "
                + table.quoted() + " WHERE " + RowVersions.seenBy(id()));
        List<String> values = new ArrayList<>();
        old.forEach((name, value) -> {
            OracleTable.Column column = table.columns().get(index(table, name));
            sql.append(" AND ").append(OracleTable.quoted(name));
            if (value == null || value.isEmpty()) {
                sql.append(" IS NULL");
            } else {
                sql.append(" = CAST(? AS ")
                        .append(column.type().kind().stored())
                        .append(")");
                values.add(value);
            }
        });
        sql.append(" ORDER BY \"ROWID\"");
        try (PreparedStatement query = connection.prepareStatement(sql.toString())) {
            for (int i = 0; i < values.size(); i++) {
                query.setString(i + 1, values.get(i));
            }
            List<Version> found = new ArrayList<>();
            try (ResultSet result = query.executeQuery()) {
                while (result.next()) {
                    List<@Nullable String> row = new ArrayList<>();
                    for (int i = 1; i <= table.columns().size(); i++) {
                        row.add(RowVersions.text(result, i));
                    }
                    found.add(new Version(
                            result.getString(table.columns().size() + 1),
                            row,
                            result.getBoolean(table.columns().size() + 2)));
                }
            }
            return found;
        }
    }

    static int index(OracleTable table, String column) {
        for (int i = 0; i < table.columns().size(); i++) {
            if (table.columns().get(i).name().equals(column)) {
                return i;
            }
        }
        throw new IllegalArgumentException("ORA-00904: " + column + ": invalid identifier");
    }

    /** Texts without characters are NULL, and those of fixed length are filled up. */
    static List<@Nullable String> stored(OracleTable table, List<@Nullable String> given) {
        List<@Nullable String> row = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            String value = given.get(i);
            OracleType type = table.columns().get(i).type();
            boolean fixed = type.kind() == OracleType.Kind.CHAR || type.kind() == OracleType.Kind.NCHAR;
            row.add(
                    value == null || value.isEmpty()
                            ? null
                            : fixed ? padded(value, Math.max(1, type.length())) : value);
        }
        return row;
    }

    private static String padded(String value, int length) {
        return value + " ".repeat(Math.max(0, length - value.length()));
    }

    PreparedStatement insertion(OracleTable table) throws SQLException {
        StringBuilder names = new StringBuilder();
        StringBuilder values = new StringBuilder();
        for (OracleTable.Column column : table.columns()) {
            names.append(OracleTable.quoted(column.name())).append(", ");
            values.append("CAST(? AS ").append(column.type().kind().stored()).append("), ");
        }
        changed.add(table.quoted());
        return connection.prepareStatement("INSERT INTO " + table.quoted() + " (" + names
                + "\"ROWID\", TO_SCN$, BY$, PARTITION$, SUBPARTITION$) VALUES (" + values + "?, " + RowVersions.OPEN
                + ", ?, ?, ?)");
    }

    void bind(PreparedStatement insert, OracleTable table, List<@Nullable String> row, String rowId)
            throws SQLException {
        int count = row.size();
        for (int i = 0; i < count; i++) {
            String value = row.get(i);
            OracleType.Kind kind = table.columns().get(i).type().kind();
            if (Redo.isEmpty(value)) {
                value = "";
            }
            switch (kind) {
                case RAW, BLOB, LONG_RAW ->
                    insert.setBytes(
                            i + 1,
                            value == null ? null : java.util.HexFormat.of().parseHex(value));
                default -> insert.setString(i + 1, value);
            }
        }
        insert.setString(count + 1, rowId);
        insert.setBytes(count + 2, transaction());
        String partition = partition(table, row);
        insert.setString(count + 3, partition);
        insert.setString(count + 4, subpartition(table, partition, row));
    }

    private static @Nullable String partition(OracleTable table, List<@Nullable String> row) {
        OracleTable.Partitioning partitioning = table.partitioning();
        if (partitioning == null) {
            return null;
        }
        return isBelow(table, row, partitioning.column(), partitioning.boundary())
                ? partitioning.below()
                : partitioning.others();
    }

    private static @Nullable String subpartition(
            OracleTable table, @Nullable String partition, List<@Nullable String> row) {
        OracleTable.Partitioning partitioning = table.partitioning();
        if (partition == null || partitioning == null || partitioning.subpartitioning() == null) {
            return null;
        }
        OracleTable.Subpartitioning cut = partitioning.subpartitioning();
        return isBelow(table, row, cut.column(), cut.boundary())
                ? OracleTable.Subpartitioning.low(partition)
                : OracleTable.Subpartitioning.high(partition);
    }

    private static boolean isBelow(OracleTable table, List<@Nullable String> row, String column, long boundary) {
        String value = row.get(index(table, column));
        return value != null && Long.parseLong(value) < boundary;
    }

    /** Addresses are taken a block at a time. */
    String newRowId() throws SQLException {
        if (nextRow % ROWS_OF_A_BLOCK == 0) {
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("SELECT NEXT VALUE FOR ROWS$")) {
                result.next();
                nextRow = result.getLong(1);
            }
        }
        char[] digits = "AAAAAAAAAAAAAAAAAA".toCharArray();
        long number = nextRow++;
        for (int i = digits.length - 1; number > 0; i--) {
            digits[i] = (char) ('A' + number % 26);
            number /= 26;
        }
        return new String(digits);
    }

    long object(OracleTable table) throws SQLException {
        Long known = objects.get(table.quoted());
        if (known != null) {
            return known;
        }
        try (PreparedStatement query =
                connection.prepareStatement("SELECT OBJECT_ID FROM ALL_OBJECTS WHERE OWNER = ? AND OBJECT_NAME = ?")) {
            query.setString(1, table.schema());
            query.setString(2, table.name());
            try (ResultSet result = query.executeQuery()) {
                result.next();
                long object = result.getLong(1);
                objects.put(table.quoted(), object);
                return object;
            }
        }
    }

    /** Which old values the redo has: all of them with supplemental logging of all columns, else those of the key and of what was changed. */
    boolean[] told(OracleTable table, List<@Nullable String> old, @Nullable List<@Nullable String> now)
            throws SQLException {
        boolean[] told = new boolean[old.size()];
        if (now == null || logsAllColumns(table)) {
            Arrays.fill(told, true);
            return told;
        }
        for (int i = 0; i < told.length; i++) {
            told[i] = table.primaryKey().contains(table.columns().get(i).name())
                    || !Objects.equals(old.get(i), now.get(i));
        }
        return told;
    }

    private boolean logsAllColumns(OracleTable table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT COUNT(*) FROM ALL_LOG_GROUPS WHERE OWNER = ? AND TABLE_NAME = ? AND LOG_GROUP_TYPE = 'ALL COLUMN LOGGING'")) {
            query.setString(1, table.schema());
            query.setString(2, table.name());
            try (ResultSet result = query.executeQuery()) {
                result.next();
                return result.getInt(1) > 0;
            }
        }
    }
}
