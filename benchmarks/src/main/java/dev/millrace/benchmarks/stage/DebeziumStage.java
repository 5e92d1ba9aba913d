package dev.millrace.benchmarks.stage;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.debezium.connector.Connector;
import dev.millrace.source.debezium.connector.LogPositions;
import dev.millrace.source.debezium.record.MySqlValues;
import dev.millrace.source.debezium.record.ValueWriter;
import dev.millrace.spi.Finding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** A connector whose records are made here: only its tables and values are asked for. */
final class DebeziumStage implements Connector {

    @Override
    public String className() {
        throw new UnsupportedOperationException("nothing is started");
    }

    @Override
    public Map<String, String> properties(List<TableSchema> tables, String run) {
        throw new UnsupportedOperationException("nothing is started");
    }

    @Override
    public LogPositions positions(SourcePosition from, String run) {
        return new OnePlacePositions(from);
    }

    @Override
    public SourcePosition parse(String text) {
        return new OnePlace();
    }

    @Override
    public List<Finding> findings(List<TableSchema> tables) {
        return List.of();
    }

    @Override
    public TableId table(Struct source) {
        return new TableId(source.getString("db"), source.getString("table"));
    }

    @Override
    public ValueWriter values(ColumnSchema column, Schema field) {
        return MySqlValues.writer(column, field);
    }

    /** The only place of a log. */
    record OnePlace() implements SourcePosition {
        @Override
        public String encode() {
            return "here";
        }

        @Override
        public boolean covers(SourcePosition other) {
            return true;
        }
    }

    /** Every transaction ends at one place. */
    record OnePlacePositions(SourcePosition place) implements LogPositions {
        @Override
        public Map<String, Object> offset() {
            return Map.of();
        }

        @Override
        public SourcePosition end(SourceRecord end) {
            return place;
        }

        @Override
        public SourcePosition endOfStatement(SourceRecord statement) {
            return place;
        }

        @Override
        public Optional<SourcePosition> passed(SourceRecord record) {
            return Optional.empty();
        }

        @Override
        public Map<String, Object> acknowledgement(SourcePosition durable) {
            return Map.of();
        }
    }
}
