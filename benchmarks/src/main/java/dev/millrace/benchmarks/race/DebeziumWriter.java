package dev.millrace.benchmarks.race;

import java.sql.SQLException;
import java.util.Map;

/** Where Debezium's process brings what it reads. */
interface DebeziumWriter {
    /** What the contestant is called. */
    String name();

    /** Settings, for the readers of the result. */
    String describe();

    /** Settings of the connector that this end needs. */
    default Map<String, String> sourceSettings() {
        return Map.of();
    }

    /** Makes the place that a run writes to. */
    String createFor(int pair) throws SQLException;

    void drop(String place) throws SQLException;

    /**
     * Settings of the JDBC sink, empty if there is none.
     *
     * @param tableName how the sink names a table, by the fields of a record's origin
     */
    Map<String, String> settings(String place, String tableName);
}
