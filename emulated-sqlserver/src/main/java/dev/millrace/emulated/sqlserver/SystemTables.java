package dev.millrace.emulated.sqlserver;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The catalogue views of SQL Server 2022 as tables, with the columns that are asked for, and the tables of change data capture. */
final class SystemTables {
    private static final List<String> DEFINITIONS = List.of(
            "CREATE SCHEMA sys",
            "CREATE SCHEMA cdc",
            "CREATE SCHEMA emulation",
            "CREATE TABLE emulation.log (id INT PRIMARY KEY, last BIGINT)",
            "INSERT INTO emulation.log VALUES (1, 16)",
            "CREATE TABLE emulation.table_slot (object_id INT, slot INT, PRIMARY KEY (object_id, slot))",
            "CREATE TABLE sys.schemas (schema_id INT PRIMARY KEY, name VARCHAR(128))",
            "CREATE TABLE sys.databases (database_id INT, name VARCHAR(128), is_cdc_enabled BOOLEAN,"
                    + " snapshot_isolation_state SMALLINT, recovery_model_desc VARCHAR(60), is_published BOOLEAN)",
            "CREATE TABLE sys.configurations (name VARCHAR(35), value_in_use INT)",
            "INSERT INTO sys.configurations VALUES ('max text repl size (B)', -1)",
            // the documentation does not say what a scan that found nothing begins at; this is what Debezium (3.5.0)
            // takes for it
            "CREATE TABLE sys.dm_cdc_log_scan_sessions (session_id INT, start_lsn VARCHAR(23))",
            "INSERT INTO sys.dm_cdc_log_scan_sessions SELECT X, '00000000:00000000:0000' || CHAR(0) FROM SYSTEM_RANGE(0, 1)",
            // CREATE PARTITION FUNCTION and CREATE PARTITION SCHEME: as the views of these names show them
            "CREATE TABLE sys.partition_functions (function_id INT PRIMARY KEY, name VARCHAR(128), boundary_value_on_right BOOLEAN)",
            "CREATE TABLE sys.partition_range_values (function_id INT, boundary_id INT, \"value\" BIGINT)",
            "CREATE TABLE sys.partition_schemes (data_space_id INT PRIMARY KEY, name VARCHAR(128), function_id INT)",
            "CREATE TABLE sys.tables (object_id INT PRIMARY KEY, name VARCHAR(128), schema_id INT, is_ms_shipped BOOLEAN,"
                    + " temporal_type SMALLINT, is_tracked_by_cdc BOOLEAN)",
            "CREATE TABLE sys.types (user_type_id INT PRIMARY KEY, system_type_id INT, name VARCHAR(128),"
                    + " is_user_defined BOOLEAN, is_assembly_type BOOLEAN)",
            "CREATE TABLE sys.columns (object_id INT, column_id INT, name VARCHAR(128), system_type_id INT, user_type_id INT,"
                    + " max_length INT, precision INT, scale INT, is_nullable BOOLEAN, is_identity BOOLEAN, is_computed BOOLEAN,"
                    + " is_sparse BOOLEAN, is_column_set BOOLEAN, generated_always_type SMALLINT, is_hidden BOOLEAN,"
                    + " PRIMARY KEY (object_id, column_id))",
            "CREATE TABLE sys.computed_columns (object_id INT, column_id INT, definition VARCHAR(4000), is_persisted BOOLEAN)",
            "CREATE TABLE sys.default_constraints (parent_object_id INT, parent_column_id INT, definition VARCHAR(4000))",
            "CREATE TABLE sys.indexes (object_id INT, index_id INT, name VARCHAR(128), type SMALLINT, is_unique BOOLEAN,"
                    + " is_primary_key BOOLEAN, has_filter BOOLEAN, is_disabled BOOLEAN, data_space_id INT DEFAULT 1)",
            "CREATE TABLE sys.index_columns (object_id INT, index_id INT, column_id INT, key_ordinal INT,"
                    + " is_included_column BOOLEAN, partition_ordinal INT DEFAULT 0)",
            "CREATE TABLE sys.foreign_keys (object_id INT, name VARCHAR(128), parent_object_id INT, referenced_object_id INT,"
                    + " delete_referential_action_desc VARCHAR(60), update_referential_action_desc VARCHAR(60))",
            "CREATE TABLE sys.foreign_key_columns (constraint_object_id INT, constraint_column_id INT, parent_column_id INT,"
                    + " referenced_column_id INT)",
            "CREATE TABLE cdc.lsn_time_mapping (start_lsn BINARY(10) PRIMARY KEY, tran_begin_time TIMESTAMP(3),"
                    + " tran_end_time TIMESTAMP(3), tran_id VARBINARY(10))",
            "CREATE TABLE cdc.change_tables (object_id INT, version INT, source_object_id INT, capture_instance VARCHAR(128),"
                    + " start_lsn BINARY(10), end_lsn BINARY(10), supports_net_changes BOOLEAN, has_drop_pending BOOLEAN,"
                    + " role_name VARCHAR(128), index_name VARCHAR(128), filegroup_name VARCHAR(128), create_date TIMESTAMP,"
                    + " partition_switch BOOLEAN)",
            "CREATE TABLE cdc.captured_columns (object_id INT, column_name VARCHAR(128), column_id INT, column_type VARCHAR(128),"
                    + " column_ordinal INT, is_computed BOOLEAN)",
            "CREATE TABLE emulation.jobs (job_type VARCHAR(20), pollinginterval BIGINT, retention BIGINT, enabled BOOLEAN)",
            "INSERT INTO emulation.jobs VALUES ('capture', 5, 0, TRUE), ('cleanup', 0, 4320, TRUE)",
            "CREATE TABLE emulation.replica (server VARCHAR(128), is_secondary BOOLEAN)",
            "INSERT INTO emulation.replica VALUES ('emulated', FALSE)",
            "CREATE TABLE emulation.denied (securable VARCHAR(300), permission VARCHAR(60))",
            // all rows are counted in the first partition
            "CREATE VIEW sys.partitions AS SELECT t.object_id, COALESCE(i.index_id, 1) AS index_id,"
                    + " CAST(p.X AS INT) AS partition_number,"
                    + " CASE p.X WHEN 1 THEN emulation.row_count(s.name, t.name) ELSE 0 END AS \"rows\""
                    + " FROM sys.tables t JOIN sys.schemas s ON s.schema_id = t.schema_id"
                    + " LEFT JOIN sys.indexes i ON i.object_id = t.object_id AND i.index_id IN (0, 1)"
                    + " LEFT JOIN sys.partition_schemes ps ON ps.data_space_id = i.data_space_id"
                    + " JOIN SYSTEM_RANGE(1, 100) p ON p.X <= 1 + (SELECT COUNT(*) FROM sys.partition_range_values v"
                    + " WHERE v.function_id = ps.function_id)");

    private final Connection session;

    SystemTables(Connection session) {
        this.session = session;
    }

    /** Makes them, and the schemas that every database has. */
    void create(String database) throws SQLException {
        try (Statement statement = session.createStatement()) {
            for (String declaration : DEFINITIONS.subList(0, 3)) {
                statement.execute(declaration);
            }
            for (String function : ServerFunctions.declarations()) {
                if (!function.contains("row_count")) {
                    statement.execute(function);
                }
            }
            for (String definition : DEFINITIONS.subList(3, DEFINITIONS.size() - 1)) {
                statement.execute(definition);
            }
            for (String function : ServerFunctions.declarations()) {
                if (function.contains("row_count")) {
                    statement.execute(function);
                }
            }
            statement.execute(DEFINITIONS.get(DEFINITIONS.size() - 1));
        }
        update("INSERT INTO sys.databases VALUES (5, ?, TRUE, 1, 'FULL', FALSE)", database);
        addSchema("dbo");
        addSchema("cdc");
        addSchema("sys");
    }

    int addSchema(String name) throws SQLException {
        int id = 1 + number("SELECT COUNT(*) FROM sys.schemas");
        update("INSERT INTO sys.schemas VALUES (?, ?)", id, name);
        return id;
    }

    /** The object's number; 0 if there is no such table. */
    int objectId(String schema, String table) throws SQLException {
        return number(
                "SELECT MAX(t.object_id) FROM sys.tables t JOIN sys.schemas s ON s.schema_id = t.schema_id"
                        + " WHERE s.name = ? AND t.name = ?",
                schema,
                table);
    }

    int addTable(EmulatedTable table, boolean shipped) throws SQLException {
        int id = 1000 + number("SELECT COUNT(*) FROM sys.tables");
        update(
                "INSERT INTO sys.tables VALUES (?, ?, (SELECT schema_id FROM sys.schemas WHERE name = ?), ?, 0, FALSE)",
                id,
                table.name(),
                table.schema(),
                shipped);
        for (EmulatedColumn column : table.columns()) {
            addColumn(id, column);
        }
        return id;
    }

    void addColumn(int table, EmulatedColumn column) throws SQLException {
        SqlServerType type = SqlServerType.of(column.declaration());
        int number = 1 + number("SELECT COUNT(*) FROM sys.columns WHERE object_id = ?", table);
        update(
                "INSERT INTO sys.columns VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, FALSE, ?, FALSE, FALSE, 0, FALSE)",
                table,
                number,
                column.name(),
                typeId(type.name()),
                typeId(type.name()),
                type.maxLength(),
                type.precision(),
                type.scale(),
                column.nullable(),
                column.isComputed());
        if (column.isComputed()) {
            update("INSERT INTO sys.computed_columns VALUES (?, ?, ?, FALSE)", table, number, column.computed());
        }
    }

    private int typeId(String name) throws SQLException {
        int known = number("SELECT MAX(user_type_id) FROM sys.types WHERE name = ?", name);
        if (known != 0) {
            return known;
        }
        int id = 1 + number("SELECT COUNT(*) FROM sys.types");
        update("INSERT INTO sys.types VALUES (?, ?, ?, FALSE, FALSE)", id, id, name);
        return id;
    }

    void addIndex(int table, String name, List<String> columns, boolean unique, boolean primary) throws SQLException {
        int index = 1 + number("SELECT COUNT(*) FROM sys.indexes WHERE object_id = ?", table);
        update(
                "INSERT INTO sys.indexes VALUES (?, ?, ?, 2, ?, ?, FALSE, FALSE, 1)",
                table,
                index,
                name,
                unique,
                primary);
        for (int i = 0; i < columns.size(); i++) {
            update(
                    "INSERT INTO sys.index_columns VALUES (?, ?, ?, ?, FALSE, 0)",
                    table,
                    index,
                    columnId(table, columns.get(i)),
                    i + 1);
        }
    }

    /** Puts a table on a scheme of its own: its first index, or the table itself where it has none. */
    void partition(int table, String column, String function, boolean right, List<Long> boundaries)
            throws SQLException {
        int id = 70_000 + number("SELECT COUNT(*) FROM sys.partition_functions");
        update("INSERT INTO sys.partition_functions VALUES (?, ?, ?)", id, function, right);
        for (int i = 0; i < boundaries.size(); i++) {
            update("INSERT INTO sys.partition_range_values VALUES (?, ?, ?)", id, i + 1, boundaries.get(i));
        }
        update("INSERT INTO sys.partition_schemes VALUES (?, ?, ?)", id, function + " scheme", id);
        if (number("SELECT COUNT(*) FROM sys.indexes WHERE object_id = ?", table) == 0) {
            update("INSERT INTO sys.indexes VALUES (?, 0, NULL, 0, FALSE, FALSE, FALSE, FALSE, 1)", table);
        }
        int index = number("SELECT MIN(index_id) FROM sys.indexes WHERE object_id = ?", table);
        int columnId = columnId(table, column);
        update("UPDATE sys.indexes SET data_space_id = ? WHERE object_id = ? AND index_id = ?", id, table, index);
        update(
                "INSERT INTO sys.index_columns SELECT ?, ?, ?, 0, FALSE, 0 WHERE NOT EXISTS (SELECT 1 FROM sys.index_columns"
                        + " WHERE object_id = ? AND index_id = ? AND column_id = ?)",
                table,
                index,
                columnId,
                table,
                index,
                columnId);
        update(
                "UPDATE sys.index_columns SET partition_ordinal = 1 WHERE object_id = ? AND index_id = ? AND column_id = ?",
                table,
                index,
                columnId);
    }

    void addForeignKey(int table, EmulatedTable.ForeignKey key) throws SQLException {
        int id = 5000 + number("SELECT COUNT(*) FROM sys.foreign_keys");
        int parent = objectId(key.parentSchema(), key.parentTable());
        update(
                "INSERT INTO sys.foreign_keys VALUES (?, ?, ?, ?, ?, 'NO_ACTION')",
                id,
                key.name(),
                table,
                parent,
                key.onDelete().replace(' ', '_'));
        for (int i = 0; i < key.columns().size(); i++) {
            update(
                    "INSERT INTO sys.foreign_key_columns VALUES (?, ?, ?, ?)",
                    id,
                    i + 1,
                    columnId(table, key.columns().get(i)),
                    columnId(parent, key.parentColumns().get(i)));
        }
    }

    private int columnId(int table, String column) throws SQLException {
        return number("SELECT MAX(column_id) FROM sys.columns WHERE object_id = ? AND name = ?", table, column);
    }

    int number(String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(sql)) {
            bind(statement, parameters);
            var result = statement.executeQuery();
            result.next();
            return result.getInt(1);
        }
    }

    void update(String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(sql)) {
            bind(statement, parameters);
            statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }
}
