package dev.millrace.apply;

import dev.millrace.config.ApplySettings;
import dev.millrace.config.DdlPolicy;
import dev.millrace.config.TaskSettings;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.load.LoadWindow;
import dev.millrace.model.ChangeBatch;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.refusal.SuspendedTables;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * Gathers change events into batches of whole source transactions, large while it is far behind and small near the log's end. A
 * source transaction larger than a batch is handed over in parts, so that it never has to fit into memory (law 7).
 *
 * <p>It has no thread of its own: whoever owns it feeds it {@linkplain #accept events} and says when it is {@linkplain #idle
 * idle}; tests step it the same way.
 */
final class Batcher {
    /** How long a source may take to tell again what the target may hold already, before it counts as having nothing more to tell. */
    private static final Duration LONGEST_HOLD = Duration.ofSeconds(10);

    private final TargetTables tables;
    private final AppliedBefore appliedBefore;
    private final SuspendedTables suspended;
    private final BatchDispatch dispatch;
    private final ShapeChanges shapes;
    private final DdlPolicy ddl;
    private final boolean failOnTruncate;
    private final BatchSize size;
    private final Duration batchAge;
    private final Clock clock;
    private final ApplyProgress progress;
    private final ChangeMapper mapper;
    private final @Nullable LogCursor cursor;

    private final PendingChanges pending = new PendingChanges();
    private final Tally whole = new Tally();
    private final Tally open = new Tally();
    private boolean inTransaction;
    private boolean isApplied;
    private boolean mayBeApplied;
    private boolean partSubmitted;
    private @Nullable SourcePosition transactionPosition;
    private @Nullable Instant oldest;
    private @Nullable SourcePosition passed;
    private @Nullable SourcePosition read;
    private @Nullable Instant readCommitTime;

    /** When the events that are being taken came: the clock is not asked for every transaction. */
    private Instant now;

    private long sequence;

    /**
     * @param changes how many row events the task had read before
     * @param numbers whether the target keeps the numbers of changes with its rows
     * @param cursor tells where changes stand in the log; null unless the target is a record of it
     */
    Batcher(
            TargetTables tables,
            AppliedBefore appliedBefore,
            SuspendedTables suspended,
            BatchDispatch dispatch,
            ShapeChanges shapes,
            TaskSettings settings,
            Clock clock,
            ApplyProgress progress,
            long changes,
            boolean numbers,
            @Nullable LogCursor cursor) {
        this.tables = tables;
        this.appliedBefore = appliedBefore;
        this.suspended = suspended;
        this.dispatch = dispatch;
        this.shapes = shapes;
        this.ddl = settings.ddl();
        this.failOnTruncate = settings.errors().failOnTruncate();
        ApplySettings apply = settings.apply();
        this.size = new BatchSize(apply);
        this.batchAge = apply.batchAge();
        this.clock = clock;
        this.progress = progress;
        this.now = clock.instant();
        this.sequence = changes;
        this.mapper = new ChangeMapper(numbers, cursor);
        this.cursor = cursor;
    }

    /** Takes events in log order; hands a batch over whenever one is full. */
    void accept(ChangeBatch batch) {
        now = clock.instant();
        size.share(dispatch.workers());
        for (ChangeEvent event : batch.events()) {
            if (event instanceof ChangeEvent.TableEvent change) {
                change(change);
            } else if (event instanceof ChangeEvent.TransactionBegin begin) {
                begin(begin);
            } else if (event instanceof ChangeEvent.TransactionCommit commit) {
                commit(commit);
            } else if (event instanceof ChangeEvent.Heartbeat heartbeat) {
                passed = heartbeat.position();
                read = heartbeat.position();
                readCommitTime = null;
            }
        }
        if (read != null) {
            progress.read(read, readCommitTime);
        }
        whole.show();
        open.show();
        showGathered();
    }

    /** Nothing more is there to be read for now: whole transactions need not wait for company. */
    void idle() {
        if (dispatch.isReady() && pending.hasWhole() && !isHeld()) {
            submitWhole();
        }
        dispatch.idle();
    }

    /** Has the position committed that heartbeats have reached, if nothing is pending. */
    void moveCheckpoint() {
        SourcePosition reached = passed;
        if (reached != null && !inTransaction && !pending.hasWhole() && dispatch.isIdle()) {
            passed = null;
            dispatch.submit(Batch.checkpoint(new Batch.Ending(reached, clock.instant(), sequence)));
        }
    }

    /** Gives back what is not handed over, to be read again. */
    void discard() {
        pending.clear();
        whole.discard();
        open.discard();
        inTransaction = false;
        partSubmitted = false;
        oldest = null;
        passed = null;
        read = null;
        progress.gathered(0, null);
    }

    private void begin(ChangeEvent.TransactionBegin begin) {
        inTransaction = true;
        if (oldest == null) {
            oldest = now;
        }
        transactionPosition = begin.position();
        isApplied = appliedBefore.contains(begin.position());
        mayBeApplied = appliedBefore.mayContain(begin.position());
        mapper.begin(begin);
        if (cursor != null) {
            cursor.begin(begin);
        }
    }

    private void commit(ChangeEvent.TransactionCommit commit) {
        inTransaction = false;
        passed = null;
        pending.close(new Batch.Ending(commit.position(), commit.commitTime(), sequence));
        whole.absorb(open);
        read = commit.position();
        readCommitTime = commit.commitTime();
        if (partSubmitted || isFull() || isOld()) {
            submitWhole();
        }
    }

    private void change(ChangeEvent.TableEvent event) {
        if (event instanceof ChangeEvent.SchemaChange shape) {
            changeShape(shape);
            return;
        }
        RowChange.Kind kind = kind(event);
        TableId source = event.table().id();
        sequence++;
        if (cursor != null) {
            cursor.next(source);
        }
        if (suspended.contains(source)) {
            open.addLeftOut(suspended.counters(source), kind, Tally.Fate.SUSPENDED);
            return;
        }
        TargetTable table = tables.of(event.table());
        if (table == null) {
            return;
        }
        LoadWindow.Relation relation = table.window().relation(transaction());
        if (isApplied
                || (cursor != null && cursor.isWritten())
                || relation == LoadWindow.Relation.CONTAINED
                || (kind == RowChange.Kind.TRUNCATE && !ddl.truncated())) {
            open.addLeftOut(table.counters(), kind, Tally.Fate.FILTERED);
            return;
        }
        if (kind == RowChange.Kind.TRUNCATE && failOnTruncate) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_EVENT_UNSUPPORTED,
                    "table " + source
                            + " was truncated on the source, and ApplyErrorFailOnTruncationDdl says to stop then;"
                            + " set it to false to truncate the target, too, then resume the task");
        }
        open.add(table.counters(), kind);
        boolean overlapping = relation == LoadWindow.Relation.OVERLAPPING;
        RowChange change = mapper.map(table, event, kind, overlapping || mayBeApplied, sequence);
        long cut = mapper.takeCut(table);
        if (cut > 0) {
            open.addTruncated(table.counters(), cut);
        }
        if (overlapping && change.movesKey() && !change.isWhole()) {
            throw overtaken(table);
        }
        pending.add(change, change.byteSize() + mapper.hiddenBytes());
        if (isFull()) {
            makeRoom();
        }
    }

    /**
     * A row that moves from a chunk not read yet into one read already is in neither, and what its log record lacks can't be
     * made up. Neither can one tell this case from the harmless ones.
     */
    private ReplicationException overtaken(TargetTable table) {
        tables.reload(table);
        return new ReplicationException(
                ErrorCode.LOAD_OVERTAKEN,
                "a row of " + table
                        + " moved to another key while the table was being loaded, and the log does not carry all "
                        + "its values; the table is loaded anew");
    }

    private static RowChange.Kind kind(ChangeEvent.TableEvent event) {
        if (event instanceof ChangeEvent.RowInsert) {
            return RowChange.Kind.INSERT;
        }
        if (event instanceof ChangeEvent.RowUpdate) {
            return RowChange.Kind.UPDATE;
        }
        return event instanceof ChangeEvent.RowDelete ? RowChange.Kind.DELETE : RowChange.Kind.TRUNCATE;
    }

    private boolean isFull() {
        return size.isFull(pending) && (size.isLargest(pending) || !isHeld());
    }

    /**
     * Whether changes wait for others that the target may hold as well. Netted in one batch, they leave rows as the last of them does; one by
     * one they could show a row again that is gone.
     */
    private boolean isHeld() {
        return appliedBefore.goesOnBehind(pending.ending()) && !isOlderThan(LONGEST_HOLD, clock.instant());
    }

    /** On a stream that never pauses, changes would otherwise wait until a batch is full. */
    private boolean isOld() {
        return isOlderThan(batchAge, now) && !isHeld();
    }

    private boolean isOlderThan(Duration age, Instant moment) {
        Instant since = oldest;
        return since != null && Duration.between(since, moment).compareTo(age) > 0;
    }

    private void makeRoom() {
        if (pending.hasWhole()) {
            submitWhole();
        } else if (inTransaction) {
            submitPart();
        }
    }

    private void changeShape(ChangeEvent.SchemaChange shape) {
        if (suspended.contains(shape.table().id())) {
            return;
        }
        TargetTable known = tables.of(shape.before());
        if (known == null) {
            return;
        }
        if (pending.hasWhole()) {
            submitWhole();
        }
        dispatch.drain(tables.tiedTo(known));
        LoadWindow.Relation relation = known.window().relation(transaction());
        if (!isApplied && relation != LoadWindow.Relation.CONTAINED) {
            shapes.alter(known.wanted(), tables.route(shape.table()).wanted());
        }
        TargetTable fresh = tables.changed(shape.table());
        open.add((fresh == null ? known : fresh).counters(), RowChange.Kind.TRUNCATE);
    }

    /** Hands the whole transactions over, which ends a transaction that went before in parts. */
    private void submitWhole() {
        Batch.Ending ending = requireNonNull(pending.ending(), "no transaction has ended");
        List<Batch.TransactionEnd> ends = pending.ends();
        List<RowChange> changes = pending.takeWhole();
        Instant since = oldest();
        Batch batch = partSubmitted
                ? Batch.lastPart(changes, transaction(), ending, whole.handOver(), since)
                : Batch.whole(changes, ends, ending, whole.handOver(), since);
        partSubmitted = false;
        oldest = inTransaction ? clock.instant() : null;
        dispatch.submit(batch);
        showGathered();
    }

    /** Hands over what is there of a transaction too large for a batch. */
    private void submitPart() {
        partSubmitted = true;
        dispatch.submit(Batch.part(pending.takeAll(), transaction(), oldest(), sequence));
    }

    private SourcePosition transaction() {
        return requireNonNull(transactionPosition, "no transaction");
    }

    private Instant oldest() {
        Instant since = oldest;
        return since == null ? clock.instant() : since;
    }

    private void showGathered() {
        progress.gathered(whole.total() + open.total(), oldest);
    }
}
