package dev.millrace.source.debezium.record;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeEvent.Heartbeat;
import dev.millrace.model.ChangeEvent.RowDelete;
import dev.millrace.model.ChangeEvent.RowInsert;
import dev.millrace.model.ChangeEvent.RowUpdate;
import dev.millrace.model.ChangeEvent.TableTruncate;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.debezium.connector.Connector;
import dev.millrace.source.debezium.connector.LogPositions;
import dev.millrace.source.debezium.record.TableBinding.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads a connector's records, one after the other, and tells whole transactions of them. Belongs to one thread.
 *
 * <p>A transaction's place is known by its end only, so it is held until then: in memory up to a bound, in a file behind that.
 */
public final class RecordReader {
    private static final Duration BETWEEN_HEARTBEATS = Duration.ofSeconds(1);
    private static final String MOVED_TO = "__debezium.newkey";
    private static final String MOVED_FROM = "__debezium.oldkey";

    private final LogPositions positions;
    private final TableBindings bindings;
    private final String transactionTopic;
    private final boolean statementsStandAlone;
    private final boolean endsLate;
    private final TransactionHold hold;
    private final EventSink out;
    private final RowBuffer rows = new RowBuffer();
    private @Nullable String transaction;
    private @Nullable SourceRecord begin;
    private @Nullable SourcePosition passed;
    private long passedAt;
    private @Nullable Row movedFrom;

    /** Takes events in log order; may wait. */
    @FunctionalInterface
    public interface EventSink {
        /** @param bytes what the event's rows hold on to */
        void accept(ChangeEvent event, int bytes) throws InterruptedException;
    }

    /**
     * @param unavailable what stands for a value that the log does not carry
     * @param hold keeps a transaction until its end; the caller closes it
     */
    public RecordReader(
            Connector connector,
            LogPositions positions,
            List<TableSchema> tables,
            Function<TableId, Optional<TableSchema>> catalogue,
            String prefix,
            String unavailable,
            TransactionHold hold,
            EventSink out) {
        this.positions = positions;
        this.bindings = new TableBindings(connector, tables, catalogue, new Unavailable(unavailable));
        this.transactionTopic = prefix + ".transaction";
        this.statementsStandAlone = connector.statementsStandAlone();
        this.endsLate = connector.endsTransactionsLate();
        this.hold = hold;
        this.out = out;
    }

    /** Takes in one record. */
    public void read(SourceRecord record) throws InterruptedException {
        if (!(record.value() instanceof Struct value)) {
            return;
        }
        TableBinding known = bindings.known(record.valueSchema());
        if (known != null) {
            change(record, value, known);
        } else if (record.topic().equals(transactionTopic)) {
            bracket(record, value);
        } else if (value.schema().field("after") != null) {
            TableBinding bound = bindings.bind(record, value, change -> hold.add(change, 0));
            if (bound != null) {
                change(record, value, bound);
            }
        } else if (transaction == null) {
            Optional<SourcePosition> passed = positions.passed(record);
            if (passed.isPresent()) {
                out.accept(new Heartbeat(passed.get()), 0);
            }
        }
    }

    private void bracket(SourceRecord record, Struct value) throws InterruptedException {
        String id = value.getString("id");
        if (value.getString("status").equals("BEGIN")) {
            require(
                    transaction == null || (statementsStandAlone && hold.isEmpty()),
                    "transaction " + id + " begins inside of " + transaction);
            transaction = id;
            begin = record;
            return;
        }
        if (!endsLate) {
            end(record);
        } else if (begin != null) {
            end(begin);
        }
    }

    /** @param told the record that has the transaction's id and the time of its commit */
    private void end(SourceRecord told) throws InterruptedException {
        Struct value = (Struct) told.value();
        String id = value.getString("id");
        require(movedFrom == null, "half of a row that moved at the end of transaction " + id);
        SourcePosition end = positions.end(told);
        if (positions.isPassed(end)) {
            hold.close();
        } else {
            hold.tell(id, end, Instant.ofEpochMilli(value.getInt64("ts_ms")), out);
        }
        transaction = null;
        begin = null;
    }

    /** Everything up to a place has been {@linkplain #read read}: a transaction that lies before it has ended. Told again now and then. */
    public void passed(SourcePosition place) throws InterruptedException {
        SourceRecord begun = begin;
        if (begun != null) {
            if (!place.covers(positions.end(begun))) {
                return;
            }
            end(begun);
        }
        long now = System.nanoTime();
        if (!place.equals(passed) || now - passedAt >= BETWEEN_HEARTBEATS.toNanos()) {
            passed = place;
            passedAt = now;
            out.accept(new Heartbeat(place), 0);
        }
    }

    private void change(SourceRecord record, Struct value, TableBinding binding) throws InterruptedException {
        String operation = binding.operation(value);
        require(
                transaction != null || (statementsStandAlone && operation.equals("t")),
                "a change outside of any transaction");
        switch (operation) {
            case "c" -> inserted(record, value, binding);
            case "u" -> updated(value, binding);
            case "d" -> deleted(record, value, binding);
            case "t" -> truncated(record, value, binding);
            default ->
                throw new ReplicationException(
                        ErrorCode.SOURCE_EVENT_UNSUPPORTED,
                        "Debezium tells operation '" + operation + "' of table "
                                + binding.table().id());
        }
    }

    private void truncated(SourceRecord record, Struct value, TableBinding binding) throws InterruptedException {
        hold.add(new TableTruncate(binding.table()), 0);
        if (statementsStandAlone) {
            SourcePosition end = positions.endOfStatement(record);
            hold.tell(
                    end.toString(),
                    end,
                    Instant.ofEpochMilli(value.getStruct("source").getInt64("ts_ms")),
                    out);
            transaction = null;
        }
    }

    /** An update that moves a row to another key comes as a delete and an insert, which are marked. */
    private void inserted(SourceRecord record, Struct value, TableBinding binding) {
        Row after = binding.after(value, rows);
        boolean moved = record.headers().lastWithName(MOVED_FROM) != null;
        require(
                moved == (movedFrom != null),
                "half of a row that moved, in table " + binding.table().id());
        if (movedFrom == null) {
            hold.add(new RowInsert(binding.table(), after), after.byteSize());
        } else {
            hold.add(new RowUpdate(binding.table(), movedFrom, after), movedFrom.byteSize() + after.byteSize());
            movedFrom = null;
        }
    }

    private void updated(Struct value, TableBinding binding) {
        Row before = binding.before(value, rows);
        Row after = binding.after(value, rows);
        hold.add(
                new RowUpdate(binding.table(), before, after),
                after.byteSize() + (before == null ? 0 : before.byteSize()));
    }

    private void deleted(SourceRecord record, Struct value, TableBinding binding) {
        Row before = binding.before(value, rows);
        if (before == null) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_LOG_UNREADABLE,
                    "Debezium tells a delete in table " + binding.table().id() + " without the row that was deleted");
        }
        if (record.headers().lastWithName(MOVED_TO) == null) {
            hold.add(new RowDelete(binding.table(), before), before.byteSize());
        } else {
            movedFrom = before;
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ReplicationException(ErrorCode.SOURCE_LOG_UNREADABLE, "Debezium tells " + otherwise);
        }
    }
}
