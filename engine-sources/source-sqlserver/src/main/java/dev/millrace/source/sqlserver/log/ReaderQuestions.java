package dev.millrace.source.sqlserver.log;

import dev.millrace.source.sqlserver.connection.Sql;
import dev.millrace.source.sqlserver.position.LogSequenceNumber;
import dev.millrace.source.sqlserver.value.ColumnExpression;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The statements of Debezium's connector (3.5.0) that matter to the one who gives it its connections. */
final class ReaderQuestions {
    private static final String CAPTURES = "ordered_change_tables";
    private static final String UP_TO = " WHERE ct.start_lsn <= ?";

    private static final String FIRST_COLUMN = "[__$update_mask]";
    private static final Pattern CHANGE_TABLE = Pattern.compile(" FROM (?:\\[[^]]*]\\.)?cdc\\.\\[((?:[^]]|]])*)] ");

    /** Columns of a table, its schema and name given, that are asked for as something else. */
    static final String CONVERTED_COLUMNS = "SELECT c.name, bt.name FROM sys.columns AS c"
            + " JOIN sys.tables AS t ON t.object_id = c.object_id"
            + " JOIN sys.schemas AS s ON s.schema_id = t.schema_id"
            + " JOIN sys.types AS ty ON ty.user_type_id = c.user_type_id"
            + " JOIN sys.types AS bt ON bt.user_type_id ="
            + " CASE WHEN ty.is_user_defined = 1 AND ty.is_assembly_type = 0 THEN c.system_type_id ELSE c.user_type_id END"
            + " WHERE s.name = ? AND t.name = ? AND bt.name IN ('hierarchyid', 'geography', 'geometry', 'sql_variant')";

    private ReaderQuestions() {}

    /** Whether it is the question with which a round of reading begins. */
    static boolean isForLastTransaction(String sql) {
        return sql.startsWith("SELECT MAX(start_lsn)") && sql.contains("lsn_time_mapping");
    }

    /** Whether it is the question how long the capture job rests. */
    static boolean isForJobs(String sql) {
        return sql.contains("sp_cdc_help_jobs");
    }

    /** Where the next capture begins, behind a place, of a table that has two. */
    static String nextCapture(LogSequenceNumber last) {
        return "SELECT MIN(ct.start_lsn) FROM cdc.change_tables AS ct WHERE ct.start_lsn > 0x" + last.digits()
                + " AND EXISTS (SELECT 1 FROM cdc.change_tables AS other"
                + " WHERE other.source_object_id = ct.source_object_id AND other.object_id <> ct.object_id)";
    }

    /** A question that has a place as its answer, or none. */
    static String answered(@Nullable LogSequenceNumber place) {
        return "SELECT CAST(" + (place == null ? "NULL" : "0x" + place.digits()) + " AS binary(10))";
    }

    /** The change table that is read, in schema {@code cdc}. */
    static String changeTable(String sql) throws SQLException {
        Matcher table = CHANGE_TABLE.matcher(sql);
        if (!table.find()) {
            throw unknown(sql);
        }
        return table.group(1).replace("]]", "]");
    }

    /** The question with a column asked for as the full load asks for it, under its own name. */
    static String converted(String sql, String column, String type) throws SQLException {
        String name = Sql.identifier(column);
        int at = sql.indexOf(", " + name + ",", sql.indexOf(FIRST_COLUMN));
        if (at < 0) {
            throw unknown(sql);
        }
        return sql.substring(0, at + 2) + ColumnExpression.of(column, type) + " AS " + sql.substring(at + 2);
    }

    private static SQLException unknown(String sql) {
        return new SQLException("Debezium asks for changes in words that this version does not know: " + sql);
    }

    /** Whether its answer are rows of a change table. */
    static boolean isForChanges(String sql) {
        return sql.startsWith("SELECT [__$start_lsn]");
    }

    /**
     * Without a history of shapes the connector takes a table's oldest capture for its shape, and tells rows of a newer one without the columns
     * that this has not. So a run does not see captures that a newer one has replaced before the place where it begins.
     */
    static String withoutReplacedCaptures(String sql, LogSequenceNumber from) throws SQLException {
        if (!sql.contains(CAPTURES)) {
            return sql;
        }
        if (!sql.contains(UP_TO)) {
            throw new SQLException(
                    "Debezium asks for capture instances in words that this version does not know: " + sql);
        }
        return sql.replace(
                UP_TO,
                UP_TO + " AND NOT EXISTS (SELECT 1 FROM cdc.change_tables AS newer"
                        + " WHERE newer.source_object_id = ct.source_object_id AND newer.start_lsn > ct.start_lsn"
                        + " AND newer.start_lsn <= 0x" + from.digits() + ")");
    }
}
