package dev.millrace.source.mysql.binlog;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ChangeBatch;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeEvent.Heartbeat;
import dev.millrace.model.ChangeEvent.TransactionBegin;
import dev.millrace.model.ChangeEvent.TransactionCommit;
import dev.millrace.model.SourcePosition;
import dev.millrace.source.mysql.server.Remedies;
import dev.millrace.spi.source.ChangeReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the binary log and tells the changes of a task's tables. Transactions that touch none of them are passed in silence, and
 * now and then a heartbeat tells how far the reader has come.
 */
public final class BinlogReader implements ChangeReader {
    private static final int EVENTS_PER_BATCH = 8192;
    private static final long BYTES_PER_BATCH = 2 << 20;
    private static final long HEARTBEAT_NANOS = Duration.ofSeconds(1).toNanos();

    private final LogEvents log;
    private final LogPlace place;
    private final TableBindings tables;
    private final StatementReader statements;
    private final RowsDecoder decoder = new RowsDecoder();
    private final CascadeOrder cascades = new CascadeOrder();
    private final Runnable closing;

    private List<ChangeEvent> out = new ArrayList<>();
    private long bytes;
    private boolean begun;
    private boolean moved;
    private long lastTold = System.nanoTime();
    private @Nullable ReplicationException failure;
    private volatile boolean closed;

    BinlogReader(
            LogEvents log, LogPlace place, TableBindings tables, boolean skipPartitionStatements, Runnable closing) {
        this.log = log;
        this.place = place;
        this.tables = tables;
        this.statements = new StatementReader(place, tables, skipPartitionStatements);
        this.closing = closing;
    }

    @Override
    public ChangeBatch poll(Duration timeout) {
        if (closed) {
            return ChangeBatch.EMPTY;
        }
        if (failure != null) {
            throw failure;
        }
        try {
            fill(System.nanoTime() + timeout.toNanos());
        } catch (ReplicationException broken) {
            failure = broken;
            if (out.isEmpty()) {
                throw broken;
            }
        }
        return takeBatch();
    }

    /** Collects events until the batch is full or no more come; what came before a failure is still delivered. */
    private void fill(long deadline) {
        while (out.size() < EVENTS_PER_BATCH && bytes < BYTES_PER_BATCH) {
            long wait = out.isEmpty() ? Math.max(0, deadline - System.nanoTime()) : 0;
            if (!log.next(wait)) {
                break;
            }
            event();
            if (out.isEmpty() && heartbeatIsDue()) {
                break;
            }
        }
        if (heartbeatIsDue()) {
            tell();
        }
    }

    private boolean heartbeatIsDue() {
        return moved && !begun && System.nanoTime() - lastTold > HEARTBEAT_NANOS;
    }

    private void tell() {
        if (!place.isInTransaction()) {
            out.add(new Heartbeat(place.position()));
            moved = false;
            lastTold = System.nanoTime();
        }
    }

    private ChangeBatch takeBatch() {
        if (out.isEmpty()) {
            return ChangeBatch.EMPTY;
        }
        ChangeBatch batch = new ChangeBatch(out, bytes);
        out = new ArrayList<>();
        bytes = 0;
        return batch;
    }

    private void event() {
        try {
            dispatch(log.type());
        } catch (IndexOutOfBoundsException
                | IllegalArgumentException
                | ArithmeticException
                | NegativeArraySizeException damaged) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_LOG_UNREADABLE,
                    "an event of type " + log.type() + " at " + place + " can't be read: " + damaged.getMessage() + "; "
                            + Remedies.RELOAD,
                    damaged);
        }
    }

    private void dispatch(int type) {
        byte[] array = log.array();
        int body = log.body();
        int end = log.end();
        if (type == EventTypes.ROTATE) {
            place.rotate(array, body, end);
            tables.forgetNumbers();
            return;
        }
        place.advance(log.nextOffset());
        switch (type) {
            case EventTypes.TABLE_MAP -> tableMap(array, body, end);
            case EventTypes.WRITE_ROWS,
                    EventTypes.WRITE_ROWS_V1,
                    EventTypes.UPDATE_ROWS,
                    EventTypes.UPDATE_ROWS_V1,
                    EventTypes.DELETE_ROWS,
                    EventTypes.DELETE_ROWS_V1,
                    EventTypes.PARTIAL_UPDATE_ROWS,
                    EventTypes.MARIA_WRITE_ROWS_COMPRESSED_V1,
                    EventTypes.MARIA_UPDATE_ROWS_COMPRESSED_V1,
                    EventTypes.MARIA_DELETE_ROWS_COMPRESSED_V1,
                    EventTypes.MARIA_WRITE_ROWS_COMPRESSED,
                    EventTypes.MARIA_UPDATE_ROWS_COMPRESSED,
                    EventTypes.MARIA_DELETE_ROWS_COMPRESSED -> rows(RowsEvent.read(type, array, body, end));
            case EventTypes.GTID -> place.gtid(array, log.start(), body, end, false);
            case EventTypes.ANONYMOUS_GTID -> place.gtid(array, log.start(), body, end, true);
            case EventTypes.TAGGED_GTID -> place.taggedGtid(array, body, end);
            case EventTypes.MARIA_GTID -> place.mariaGtid(array, log.start(), body, end);
            case EventTypes.XID -> commit();
            case EventTypes.QUERY, EventTypes.MARIA_QUERY_COMPRESSED ->
                query(QueryEvent.read(array, body, end, type == EventTypes.MARIA_QUERY_COMPRESSED));
            case EventTypes.XA_PREPARE -> prepared(array[body] != 0);
            case EventTypes.HEARTBEAT, EventTypes.HEARTBEAT_V2 -> heartbeat();
            default -> other(type);
        }
    }

    private void heartbeat() {
        if (!begun && !place.isInTransaction()) {
            tell();
        }
    }

    private void tableMap(byte[] array, int body, int end) {
        int before = out.size();
        tables.tableMap(array, body, end, place, out);
        if (out.size() > before && !begun) {
            out.add(before, beginEvent());
        }
    }

    private void rows(RowsEvent rows) {
        TableBinding binding = tables.binding(rows.table(), place);
        if (binding != null) {
            statements.changed();
            begin();
            decode(rows, binding, cascades.placeFor(rows, binding.table, out));
        }
        cascades.passed(rows, out);
    }

    private void decode(RowsEvent rows, TableBinding binding, List<ChangeEvent> target) {
        int before = target.size();
        try {
            int end = decoder.decode(rows, binding, target);
            if (end != rows.end()) {
                throw new IllegalArgumentException("its rows end at byte " + end + " instead of " + rows.end());
            }
        } catch (ReplicationException failure) {
            target.subList(before, target.size()).clear();
            throw failure.within("table " + binding.table.id() + " at " + place);
        }
        bytes += decoder.decodedBytes();
    }

    private void begin() {
        if (!begun) {
            out.add(beginEvent());
        }
    }

    private TransactionBegin beginEvent() {
        begun = true;
        return new TransactionBegin(place.transactionId(), place.expected(), place.commitTime(log.seconds()));
    }

    private void commit() {
        cascades.releaseInOrder(out);
        place.end();
        moved = true;
        if (begun) {
            out.add(new TransactionCommit(place.position(), place.commitTime(log.seconds())));
            begun = false;
            moved = false;
            lastTold = System.nanoTime();
        }
        statements.ended();
    }

    private void query(QueryEvent query) {
        switch (statements.read(query, out, this::begin)) {
            case GOES_ON -> place.begin();
            case INSIDE -> moved = true;
            case ENDS -> commit();
        }
    }

    private void prepared(boolean onePhase) {
        if (!onePhase && begun) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_EVENT_UNSUPPORTED,
                    "the XA transaction at " + place + " changes tables of the task and is committed in two phases,"
                            + " which can't be replicated: the log does not tell yet whether it will be committed;"
                            + " commit in one phase (XA COMMIT … ONE PHASE), or leave its tables out of the task");
        }
        commit();
    }

    private void other(int type) {
        if (type == EventTypes.INCIDENT) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_LOG_UNREADABLE,
                    "the server says at " + place + " that it has lost events; " + Remedies.RELOAD);
        }
        if (type == EventTypes.EXECUTE_LOAD_QUERY || type == EventTypes.BEGIN_LOAD_QUERY) {
            throw StatementReader.unsupported("a LOAD DATA statement", place);
        }
        if (!EventTypes.isIrrelevant(type) && (log.flags() & EventTypes.MAY_BE_IGNORED) == 0) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_EVENT_UNSUPPORTED,
                    "the log at " + place + " holds an event of type " + type
                            + ", which this version does not know; use a newer version, or set the server so that it does"
                            + " not write such events");
        }
    }

    /** The server keeps its log by age, not by what its replicas have read: there is nobody to tell. */
    @Override
    public void acknowledge(SourcePosition durable) {}

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        log.close();
        closing.run();
    }
}
