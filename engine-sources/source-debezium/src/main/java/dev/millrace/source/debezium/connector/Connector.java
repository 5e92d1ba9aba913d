package dev.millrace.source.debezium.connector;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.debezium.record.ValueWriter;
import dev.millrace.spi.Finding;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** What is peculiar to one connector of Debezium: its settings, its offsets, its values. Thread-safe. */
public interface Connector {

    /** The connector's class, found on the class path by this name. */
    String className();

    /**
     * What the connector is told of server and user; the rest is the same for all, see {@link ConnectorTask}.
     *
     * @param run the name of this run, which no other has
     */
    Map<String, String> properties(List<TableSchema> tables, String run);

    /** Positions and offsets, for reading from a position. */
    LogPositions positions(SourcePosition from);

    /** What would keep this connector from telling changes of these tables whole. */
    List<Finding> findings(List<TableSchema> tables);

    /** The table of a change, by its {@code source} block. */
    TableId table(Struct source);

    /**
     * How values of a column become what rows of the table hold.
     *
     * @param field as the connector describes the column's values
     */
    ValueWriter values(ColumnSchema column, Schema field);
}
