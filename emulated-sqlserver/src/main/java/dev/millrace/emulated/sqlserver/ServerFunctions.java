package dev.millrace.emulated.sqlserver;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Functions of SQL Server that statements call, as the documentation of SQL Server 2022 has them. H2 calls them in its own process with a
 * connection of the calling session. Stateless.
 */
public final class ServerFunctions {
    private static final int PERMISSION_DENIED = 229;
    private static final String SCHEMA = "emulation";

    private ServerFunctions() {}

    /** The statements that make them known to a database. */
    static String[] declarations() {
        return new String[] {
            alias("sys.fn_cdc_get_max_lsn", "maximumLsn"),
            alias("sys.fn_cdc_get_min_lsn", "minimumLsn"),
            alias("sys.fn_cdc_increment_lsn", "incrementLsn"),
            alias("sys.fn_cdc_map_lsn_to_time", "timeOfLsn"),
            alias("sys.fn_cdc_map_time_to_lsn", "lsnOfTime"),
            alias(SCHEMA + ".object_name", "objectName"),
            alias(SCHEMA + ".object_schema_name", "objectSchemaName"),
            alias(SCHEMA + ".row_count", "rowCount"),
            alias(SCHEMA + ".partition_number", "partitionNumber"),
            alias(SCHEMA + ".allowed", "allowed"),
            alias(SCHEMA + ".log_end", "logEnd"),
            alias(SCHEMA + ".end_of_log_lsn", "endOfLogLsn"),
            alias(SCHEMA + ".path", ServerClasses.class, "path"),
            alias(SCHEMA + ".srid_and_shape", ServerClasses.class, "sridAndShape"),
            alias(SCHEMA + ".converted", ServerClasses.class, "converted")
        };
    }

    private static String alias(String name, String method) {
        return alias(name, ServerFunctions.class, method);
    }

    private static String alias(String name, Class<?> functions, String method) {
        return "CREATE ALIAS " + name + " FOR \"" + functions.getName() + "." + method + "\"";
    }

    /** {@code sys.fn_cdc_get_max_lsn}: the largest entry of {@code cdc.lsn_time_mapping}. */
    public static byte @Nullable [] maximumLsn(Connection session) throws SQLException {
        return bytes(session, "SELECT MAX(start_lsn) FROM cdc.lsn_time_mapping");
    }

    /** {@code sys.fn_cdc_get_min_lsn}: where the validity interval of a capture instance begins; zeros if there is none of that name. */
    public static byte @Nullable [] minimumLsn(Connection session, String captureInstance) throws SQLException {
        byte @Nullable [] found =
                bytes(session, "SELECT start_lsn FROM cdc.change_tables WHERE capture_instance = ?", captureInstance);
        return found == null ? new byte[10] : found;
    }

    /** {@code sys.fn_cdc_increment_lsn}. */
    public static byte @Nullable [] incrementLsn(byte @Nullable [] lsn) {
        return lsn == null ? null : EmulatedLsn.incremented(lsn);
    }

    /** {@code sys.fn_cdc_map_lsn_to_time}: {@code tran_end_time} of the entry. */
    public static @Nullable LocalDateTime timeOfLsn(Connection session, byte @Nullable [] lsn) throws SQLException {
        return lsn == null
                ? null
                : (LocalDateTime)
                        value(session, "SELECT tran_end_time FROM cdc.lsn_time_mapping WHERE start_lsn = ?", lsn);
    }

    /** {@code sys.fn_cdc_map_time_to_lsn}, for the operator {@code largest less than}. */
    public static byte @Nullable [] lsnOfTime(Connection session, String operator, LocalDateTime time)
            throws SQLException {
        if (!operator.equals("largest less than")) {
            throw new SQLException("not emulated: sys.fn_cdc_map_time_to_lsn '" + operator + "'");
        }
        return bytes(session, "SELECT MAX(start_lsn) FROM cdc.lsn_time_mapping WHERE tran_end_time < ?", time);
    }

    /** {@code OBJECT_NAME}. */
    public static @Nullable String objectName(Connection session, int objectId, String database) throws SQLException {
        return (String) value(session, "SELECT name FROM sys.tables WHERE object_id = ?", objectId);
    }

    /** {@code OBJECT_SCHEMA_NAME}. */
    public static @Nullable String objectSchemaName(Connection session, int objectId, String database)
            throws SQLException {
        return (String) value(
                session,
                "SELECT s.name FROM sys.tables t JOIN sys.schemas s ON s.schema_id = t.schema_id WHERE t.object_id = ?",
                objectId);
    }

    /** How many rows a table has, for {@code sys.partitions}. */
    public static long rowCount(Connection session, String schema, String table) throws SQLException {
        return ((Number) required(value(
                        session,
                        "SELECT COUNT(*) FROM " + BracketedSql.quoted(schema) + "." + BracketedSql.quoted(table))))
                .longValue();
    }

    /** {@code $PARTITION}: "CREATE PARTITION FUNCTION", LEFT and RIGHT; NULL is in the first partition. */
    public static int partitionNumber(Connection session, String function, @Nullable Long value) throws SQLException {
        Object id =
                required(value(session, "SELECT function_id FROM sys.partition_functions WHERE name = ?", function));
        if (value == null) {
            return 1;
        }
        return ((Number) required(value(
                        session,
                        "SELECT 1 + COUNT(*) FROM sys.partition_range_values v JOIN sys.partition_functions f"
                                + " ON f.function_id = v.function_id WHERE v.function_id = ? AND (v.\"value\" < ?"
                                + " OR (v.\"value\" = ? AND f.boundary_value_on_right))",
                        id,
                        value,
                        value)))
                .intValue();
    }

    /** Whether an object may be read; error 229 if not. */
    public static boolean allowed(Connection session, String object) throws SQLException {
        if (value(session, "SELECT 1 FROM emulation.denied WHERE permission = 'SELECT' AND securable = ?", object)
                != null) {
            throw new SQLException(
                    "The SELECT permission was denied on the object '" + object + "'.", "S0005", PERMISSION_DENIED);
        }
        return true;
    }

    /** {@code log_end_lsn} of {@code sys.dm_db_log_stats}. */
    public static String logEnd(Connection session) throws SQLException {
        return EmulatedLsn.text(((Number) required(value(session, "SELECT last FROM emulation.log"))).longValue());
    }

    /** {@code end_of_log_lsn} of {@code sys.dm_hadr_database_replica_states}: the block, padded with zeros. */
    public static String endOfLogLsn(Connection session) throws SQLException {
        return EmulatedLsn.decimal(((Number) required(value(session, "SELECT last FROM emulation.log"))).longValue());
    }

    private static byte @Nullable [] bytes(Connection session, String sql, Object... parameters) throws SQLException {
        return (byte[]) value(session, sql, parameters);
    }

    private static Object required(@Nullable Object value) throws SQLException {
        if (value == null) {
            throw new SQLException("the emulation has lost its log");
        }
        return value;
    }

    private static @Nullable Object value(Connection session, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                if (!result.next()) {
                    return null;
                }
                boolean isTime = result.getMetaData().getColumnType(1) == Types.TIMESTAMP;
                return isTime ? result.getObject(1, LocalDateTime.class) : result.getObject(1);
            }
        }
    }
}
