package dev.millrace.apply;

import dev.millrace.config.ApplySettings;
import dev.millrace.config.DdlPolicy;
import dev.millrace.error.ErrorCategory;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.load.LoadWindow;
import dev.millrace.model.ChangeBatch;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.Row;
import dev.millrace.model.SourcePosition;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Checkpoint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static java.util.Objects.requireNonNull;

/**
 * Turns change events into committed target transactions. It gathers whole source transactions, plans them, applies the plan and
 * commits it with the checkpoint; only then is the source told (law 1). A source transaction larger than a batch goes to the
 * target in parts, inside one target transaction, so that it never has to fit into memory (law 7).
 *
 * <p>It has no thread of its own: whoever owns it feeds it {@linkplain #accept batches} and says when it is {@linkplain #idle
 * idle}; tests step it the same way.
 */
final class ChangeApplier {
    private static final Logger log = LoggerFactory.getLogger(ChangeApplier.class);

    /** Rows of a batch when the settings leave it to the engine: past this, set-based statements gain little (measured). */
    private static final int DEFAULT_BATCH_ROWS = 50_000;

    /** The log keeps a row as it was, so that mending the source does not help by itself. */
    private static final String REMEDY = "alter the target so that it takes the row, then resume the task;"
            + " or mend the row on the source and reload the task";

    /** How often a batch is tried again at once after a deadlock or a lock timeout, before everything is opened anew. */
    private static final int LOCK_RETRIES = 5;

    private final TargetTables tables;
    private final SetApplier sets;
    private final ChangeWriter writer;
    private final ShapeChanges shapes;
    private final DdlPolicy ddl;
    private final int batchRows;
    private final long batchBytes;
    private final Duration batchAge;
    private final Clock clock;
    private final Consumer<SourcePosition> acknowledge;
    private final ApplyProgress progress;

    private final PendingChanges pending = new PendingChanges();
    private final Tally whole = new Tally();
    private final Tally open = new Tally();
    private boolean inTransaction;
    private boolean partApplied;
    private String transactionId = "";
    private @Nullable SourcePosition transactionPosition;
    private @Nullable SourcePosition singlyUpTo;
    private @Nullable Instant oldest;
    private @Nullable SourcePosition passed;

    ChangeApplier(
            TargetTables tables,
            ChangeWriter writer,
            ShapeChanges shapes,
            ApplySettings settings,
            DdlPolicy ddl,
            Clock clock,
            Consumer<SourcePosition> acknowledge,
            ApplyProgress progress) {
        this.tables = tables;
        this.writer = writer;
        this.sets = new SetApplier(writer);
        this.shapes = shapes;
        this.ddl = ddl;
        this.batchRows = settings.batchRows() > 0 ? settings.batchRows() : DEFAULT_BATCH_ROWS;
        this.batchBytes = settings.batchBytes();
        this.batchAge = settings.batchAge();
        this.clock = clock;
        this.acknowledge = acknowledge;
        this.progress = progress;
    }

    /** Takes events in log order; applies and commits whenever a batch is full. */
    void accept(ChangeBatch batch) {
        if (oldest == null) {
            oldest = clock.instant();
        }
        for (ChangeEvent event : batch.events()) {
            if (event instanceof ChangeEvent.TableEvent change) {
                change(change);
            } else if (event instanceof ChangeEvent.TransactionBegin begin) {
                begin(begin);
            } else if (event instanceof ChangeEvent.TransactionCommit commit) {
                commit(commit);
            } else if (event instanceof ChangeEvent.Heartbeat heartbeat) {
                passed = heartbeat.position();
                progress.read(heartbeat.position(), null);
            }
        }
        whole.show();
        open.show();
        showPending();
    }

    /** Nothing more is there to be read for now: whole transactions need not wait for company. */
    void idle() {
        if (pending.hasWhole()) {
            applyWhole();
        }
    }

    /** Commits the position that heartbeats have reached, if nothing is pending. */
    void moveCheckpoint() {
        SourcePosition reached = passed;
        if (reached != null && !inTransaction && !pending.hasWhole()) {
            passed = null;
            commitAt(reached, clock.instant());
        }
    }

    /** Gives back what is not committed, to be read again. */
    void discard() {
        writer.rollback();
        pending.clear();
        whole.discard();
        open.discard();
        inTransaction = false;
        partApplied = false;
        oldest = null;
        passed = null;
        progress.pending(0, null);
    }

    private void begin(ChangeEvent.TransactionBegin begin) {
        inTransaction = true;
        transactionId = begin.transactionId();
        transactionPosition = begin.position();
    }

    private void commit(ChangeEvent.TransactionCommit commit) {
        inTransaction = false;
        passed = null;
        pending.close(commit.position(), commit.commitTime());
        whole.absorb(open);
        progress.read(commit.position(), commit.commitTime());
        if (partApplied || isFull() || isOld()) {
            applyWhole();
        }
    }

    private void change(ChangeEvent.TableEvent event) {
        if (event instanceof ChangeEvent.SchemaChange shape) {
            changeShape(shape);
            return;
        }
        TargetTable table = tables.of(event.table()).orElse(null);
        if (table == null) {
            return;
        }
        RowChange.Kind kind = kind(event);
        LoadWindow.Relation relation = table.window().relation(requireNonNull(transactionPosition, "no transaction"));
        if (relation == LoadWindow.Relation.CONTAINED || (kind == RowChange.Kind.TRUNCATE && !ddl.truncated())) {
            open.addFiltered(table, kind);
            return;
        }
        open.add(table, kind);
        RowChange change = mapped(table, event, kind, relation == LoadWindow.Relation.OVERLAPPING);
        if (change.isOverlapping() && change.movesKey() && !change.isWhole()) {
            throw overtaken(table);
        }
        pending.add(change, change.byteSize());
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

    private static RowChange mapped(
            TargetTable table, ChangeEvent.TableEvent event, RowChange.Kind kind, boolean overlapping) {
        @Nullable Row before = null;
        @Nullable Row after = null;
        if (event instanceof ChangeEvent.RowInsert insert) {
            after = table.route().map(insert.after());
        } else if (event instanceof ChangeEvent.RowUpdate update) {
            Row old = update.before();
            before = old == null ? null : table.route().map(old);
            after = table.route().map(update.after());
        } else if (event instanceof ChangeEvent.RowDelete delete) {
            before = table.route().map(delete.before());
        }
        return new RowChange(table, kind, before, after, overlapping);
    }

    private boolean isFull() {
        return pending.size() >= batchRows || pending.bytes() >= batchBytes;
    }

    /** On a stream that never pauses, changes would otherwise wait until a batch is full. */
    private boolean isOld() {
        Instant since = oldest;
        return since != null && since.plus(batchAge).isBefore(clock.instant());
    }

    private void makeRoom() {
        if (pending.hasWhole()) {
            applyWhole();
        } else if (inTransaction) {
            applyPart();
        }
    }

    private void changeShape(ChangeEvent.SchemaChange shape) {
        TargetTable known = tables.of(shape.before()).orElse(null);
        if (known == null) {
            return;
        }
        idle();
        LoadWindow.Relation relation = known.window().relation(requireNonNull(transactionPosition, "no transaction"));
        if (relation != LoadWindow.Relation.CONTAINED) {
            shapes.alter(known.wanted(), tables.route(shape.table()).wanted());
        }
        TargetTable fresh = tables.changed(shape.table()).orElse(known);
        open.add(fresh, RowChange.Kind.TRUNCATE);
    }

    /** Applies and commits all whole transactions, from the fastest plan down to the one that always works. */
    private void applyWhole() {
        SourcePosition position = requireNonNull(pending.wholePosition(), "no position");
        Instant commitTime = requireNonNull(pending.wholeCommitTime(), "no commit time");
        List<RowChange> changes = pending.whole();
        ApplyPlan plan = firstPlan(position);
        int lockConflicts = 0;
        while (true) {
            try {
                sets.apply(plan.of(changes));
                commitAt(position, commitTime);
                return;
            } catch (ReplicationException e) {
                writer.rollback();
                if (partApplied) {
                    throw replay(e);
                }
                if (e.code() == ErrorCode.TARGET_LOCK_CONFLICT && lockConflicts < LOCK_RETRIES) {
                    lockConflicts++;
                } else if (e.code().category().reaction() == ErrorCategory.Reaction.ROW && plan != ApplyPlan.SINGLY) {
                    log.debug("target objects to {} changes planned as {}: {}", changes.size(), plan, e.code());
                    plan = plan.slower();
                } else {
                    throw advised(e).within("transactions up to " + position.encode());
                }
            }
        }
    }

    /** Applies what is there of a transaction too large for a batch, without committing it. */
    private void applyPart() {
        partApplied = true;
        try {
            ApplyPlan plan = firstPlan(requireNonNull(transactionPosition, "no transaction"));
            sets.apply((plan == ApplyPlan.NET ? ApplyPlan.IN_ORDER : plan).of(pending.all()));
            pending.clear();
        } catch (ReplicationException e) {
            writer.rollback();
            throw replay(e);
        }
    }

    /**
     * A transaction whose earlier parts are gone from memory can't be tried again from here: it is read again, and then applied
     * row by row if rows were refused.
     */
    private ReplicationException replay(ReplicationException cause) {
        SourcePosition position = requireNonNull(transactionPosition, "no transaction");
        String context = "transaction " + transactionId;
        if (cause.code().category().reaction() != ErrorCategory.Reaction.ROW || isSingly(position)) {
            return advised(cause).within(context);
        }
        singlyUpTo = position;
        return new ReplicationException(
                ErrorCode.TARGET_LOCK_CONFLICT, context + " is read again, to be applied row by row", cause);
    }

    private static ReplicationException advised(ReplicationException failure) {
        return failure.code().isRefusedRow() ? failure.advising(REMEDY) : failure;
    }

    private ApplyPlan firstPlan(SourcePosition position) {
        if (isSingly(position)) {
            return ApplyPlan.SINGLY;
        }
        return partApplied ? ApplyPlan.IN_ORDER : ApplyPlan.NET;
    }

    private boolean isSingly(SourcePosition position) {
        return singlyUpTo != null && singlyUpTo.covers(position);
    }

    /** Where rows have to be applied one by one, because a quicker way was refused; survives {@link #discard} with its owner. */
    @Nullable
    SourcePosition singlyUpTo() {
        return singlyUpTo;
    }

    void singlyUpTo(@Nullable SourcePosition position) {
        singlyUpTo = position;
    }

    private void commitAt(SourcePosition position, Instant commitTime) {
        writer.commit(new Checkpoint(position.encode(), commitTime));
        long durable = whole.total();
        whole.commit(clock.instant());
        pending.removeWhole();
        partApplied = false;
        oldest = pending.size() == 0 ? null : clock.instant();
        progress.durable(position, durable);
        showPending();
        acknowledge.accept(position);
    }

    private void showPending() {
        progress.pending(whole.total() + open.total(), oldest);
    }
}
