package dev.millrace.source.sqlserver.log;

import dev.millrace.model.SourcePosition;
import dev.millrace.source.debezium.connector.LogPositions;
import dev.millrace.source.sqlserver.position.LogSequenceNumber;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** Places in the log: commit numbers, which are also the names of transactions. */
final class LsnPositions implements LogPositions {
    private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(5);

    private final LogSequenceNumber from;
    private final ReadingProgress progress;
    private final Consumer<LogSequenceNumber> check;
    private LogSequenceNumber ended;
    private long nextCheck = System.nanoTime();

    /** @param check fails if changes behind a place are gone */
    LsnPositions(LogSequenceNumber from, ReadingProgress progress, Consumer<LogSequenceNumber> check) {
        this.from = from;
        this.ended = from;
        this.progress = progress;
        this.check = check;
    }

    /** As after a snapshot: then the connector begins with the number after this one. */
    @Override
    public Map<String, Object> offset() {
        Map<String, Object> offset = new HashMap<>();
        offset.put("commit_lsn", from.encode());
        offset.put("snapshot", "INITIAL");
        offset.put("snapshot_completed", true);
        offset.put("event_serial_no", 0L);
        return offset;
    }

    @Override
    public SourcePosition end(SourceRecord told) {
        ended = LogSequenceNumber.parse(((Struct) told.value()).getString("id"));
        return ended;
    }

    @Override
    public SourcePosition endOfStatement(SourceRecord statement) {
        return end(statement);
    }

    @Override
    public Optional<SourcePosition> passed(SourceRecord record) {
        return Optional.empty();
    }

    @Override
    public Optional<SourcePosition> toldUpTo() {
        LogSequenceNumber told = progress.told();
        if (told == null) {
            return Optional.empty();
        }
        LogSequenceNumber place = told.or(from);
        if (System.nanoTime() - nextCheck >= 0) {
            check.accept(place.or(ended));
            nextCheck = System.nanoTime() + BETWEEN_CHECKS.toNanos();
        }
        return Optional.of(place);
    }

    /** The server keeps its change tables by age. */
    @Override
    public Map<String, Object> acknowledgement(SourcePosition durable) {
        return Map.of();
    }
}
