package dev.millrace.emulated.sqlserver;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A table that a transaction writes to.
 *
 * @param id its {@code object_id}
 * @param large columns that the change table holds before an update only where it changed them
 * @param deprecated columns that the change table never holds as they were before, {@code text}, {@code ntext} and {@code image}
 */
record WrittenTable(
        int id, List<String> columns, List<String> large, List<String> deprecated, List<CaptureInstance> instances) {
    private static final int SLOTS = 16;

    /** The first write to a table takes one of its slots, so that whoever locks the table waits for this transaction. */
    static WrittenTable begun(Connection session, Connection locks, String schema, String table) throws SQLException {
        int id = new SystemTables(session).objectId(schema, table);
        takeSlot(locks, id);
        return new WrittenTable(
                id,
                columns(session, id),
                largeColumns(session, id),
                deprecatedColumns(session, id),
                instances(session, id));
    }

    /** Those of its capture instances that are there still. */
    List<CaptureInstance> enabledInstances(Connection session) throws SQLException {
        List<CaptureInstance> now = instances(session, id);
        return instances.stream().filter(now::contains).toList();
    }

    private static void takeSlot(Connection session, int table) throws SQLException {
        for (int slot = 0; slot < SLOTS - 1; slot++) {
            if (isTaken(session, table, slot)) {
                return;
            }
        }
        try (PreparedStatement statement = session.prepareStatement(
                "SELECT slot FROM emulation.table_slot WHERE object_id = ? AND slot = ? FOR UPDATE")) {
            statement.setInt(1, table);
            statement.setInt(2, SLOTS - 1);
            statement.executeQuery();
        }
    }

    private static boolean isTaken(Connection session, int table, int slot) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(
                "SELECT slot FROM emulation.table_slot WHERE object_id = ? AND slot = ? FOR UPDATE SKIP LOCKED")) {
            statement.setInt(1, table);
            statement.setInt(2, slot);
            return statement.executeQuery().next();
        }
    }

    private static List<String> columns(Connection session, int table) throws SQLException {
        return texts(
                session,
                "SELECT name FROM sys.columns WHERE object_id = ? AND NOT is_computed ORDER BY column_id",
                table);
    }

    private static List<String> largeColumns(Connection session, int table) throws SQLException {
        return texts(session, "SELECT name FROM sys.columns WHERE object_id = ? AND max_length < 0", table);
    }

    private static List<String> deprecatedColumns(Connection session, int table) throws SQLException {
        return texts(
                session,
                "SELECT c.name FROM sys.columns c JOIN sys.types t ON t.user_type_id = c.user_type_id"
                        + " WHERE c.object_id = ? AND t.name IN ('text', 'ntext', 'image')",
                table);
    }

    private static List<CaptureInstance> instances(Connection session, int table) throws SQLException {
        List<CaptureInstance> instances = new ArrayList<>();
        for (String name :
                texts(session, "SELECT capture_instance FROM cdc.change_tables WHERE source_object_id = ?", table)) {
            int id = Integer.parseInt(
                    texts(session, "SELECT object_id FROM cdc.change_tables WHERE capture_instance = ?", name)
                            .get(0));
            instances.add(new CaptureInstance(
                    id,
                    table,
                    name,
                    texts(
                            session,
                            "SELECT column_name FROM cdc.captured_columns WHERE object_id = ? ORDER BY column_id",
                            id)));
        }
        return instances;
    }

    private static List<String> texts(Connection session, String sql, Object parameter) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(sql)) {
            statement.setObject(1, parameter);
            ResultSet result = statement.executeQuery();
            List<String> texts = new ArrayList<>();
            while (result.next()) {
                texts.add(result.getString(1));
            }
            return texts;
        }
    }
}
