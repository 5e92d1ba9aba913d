package dev.millrace.source.sqlserver.log;

import dev.millrace.source.sqlserver.position.LogSequenceNumber;
import java.sql.SQLException;

/** The statements of Debezium's connector (3.5.0) that matter to the one who gives it its connections. */
final class ReaderQuestions {
    private static final String CAPTURES = "ordered_change_tables";
    private static final String UP_TO = " WHERE ct.start_lsn <= ?";

    private ReaderQuestions() {}

    /** Whether it is the question with which a round of reading begins. */
    static boolean isForLastTransaction(String sql) {
        return sql.startsWith("SELECT MAX(start_lsn)") && sql.contains("lsn_time_mapping");
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
