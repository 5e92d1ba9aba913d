package dev.millrace.sink.s3.change;

import dev.millrace.error.ReplicationException;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.TableId;
import dev.millrace.sink.s3.state.Effects;
import dev.millrace.sink.s3.state.TaskState;
import dev.millrace.sink.s3.upload.PendingUpload;
import dev.millrace.spi.sink.ChangeLogWriter;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.LoggedChange;
import dev.millrace.spi.sink.RefusedChange;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds changes to files, one open file for each table. Which changes share a file, and what it is called, follows from the log, so that a run
 * that was killed leaves the same files as one that was not; only a pause of the log and the task's end cut by the clock.
 */
public final class S3ChangeLog implements ChangeLogWriter {
    private static final Logger log = LoggerFactory.getLogger(S3ChangeLog.class);

    private final ChangeFiles files;
    private final Rolling rolling;
    private final TaskState state;
    private final Fence fence;
    private final Clock clock;

    /** In the order of what was reached before them. */
    private final Map<TableId, TableChanges> open = new LinkedHashMap<>();

    private final List<TableChanges> closed = new ArrayList<>();
    private final Map<TableId, String> names = new HashMap<>();
    private final ByteBuilder encoded = new ByteBuilder();
    private Checkpoint reached;
    private Checkpoint durable;
    private @Nullable LoggedChange refusedLast;

    /** @param clock tells how long a file has waited while nothing comes */
    public S3ChangeLog(ChangeFiles files, Rolling rolling, TaskState state, Fence fence, Clock clock) {
        this.files = files;
        this.rolling = rolling;
        this.state = state;
        this.fence = fence;
        this.clock = clock;
        this.durable = state.checkpoint();
        this.reached = durable;
    }

    @Override
    public void append(LoggedChange change) {
        refusedLast = null;
        if (files.records().leavesOut(change.operation())) {
            return;
        }
        if (change.operation() == LoggedChange.Operation.TRUNCATE) {
            truncate(change);
            return;
        }
        TableChanges changes = tableOf(change);
        long held = changes.held();
        try {
            changes.append(fileOf(changes, change), change, encoded);
        } catch (ReplicationException e) {
            refusedLast = change;
            throw e;
        }
        if (changes.held() > held) {
            boundMemory();
        }
    }

    @Override
    public void record(RefusedChange refused) {
        inPlaceOfRefused(refused.source()).refuse(refused);
    }

    @Override
    public void suspend(TableId source, String reason) {
        inPlaceOfRefused(source).suspend(reason);
    }

    @Override
    public Checkpoint commit(Checkpoint upTo, Moment moment) {
        closeDue(upTo, moment);
        Checkpoint next =
                open.isEmpty() ? upTo : open.values().iterator().next().reachedBefore();
        if (!closed.isEmpty() || !next.equals(durable)) {
            List<TableChanges> committing = List.copyOf(closed);
            closed.clear();
            state.commitChanges(
                    fence, next, committing.stream().map(TableChanges::commit).toList(), effects(committing));
        }
        reached = upTo;
        durable = next;
        return next;
    }

    /** Files that a commit may have named are left to the next start, which knows. */
    @Override
    public void close() {
        try {
            open.values().forEach(TableChanges::abort);
        } catch (ReplicationException e) {
            log.debug("uploads are left to the next start: {}", e.getMessage());
        }
        open.clear();
        closed.clear();
    }

    private TableChanges tableOf(LoggedChange change) {
        TableChanges known = open.get(change.source());
        Instant commitTime = change.transaction().commitTime();
        if (known != null && endsBefore(known, change)) {
            close(known);
            open.remove(change.source());
        }
        return open.computeIfAbsent(change.source(), source -> new TableChanges(source, reached, commitTime));
    }

    private boolean endsBefore(TableChanges changes, LoggedChange change) {
        Instant commitTime = change.transaction().commitTime();
        ChangeFile file = changes.file();
        return rolling.endsBefore(changes.bytes(), changes.first(), commitTime)
                || (file != null && files.endsBefore(file, change.table(), commitTime));
    }

    private ChangeFile fileOf(TableChanges changes, LoggedChange change) {
        ChangeFile known = changes.file();
        if (known != null) {
            return known;
        }
        Instant commitTime = change.transaction().commitTime();
        TableId source = change.source();
        String name = files.name(commitTime, lastName(source));
        ChangeFile file = files.open(change.table(), commitTime, name, fence);
        changes.opened(file, name);
        names.put(source, name);
        return file;
    }

    private @Nullable String lastName(TableId source) {
        String name = names.get(source);
        return name == null ? state.lastFile(source) : name;
    }

    /** Files of the table that are not committed yet hold rows that go with the others. */
    private void truncate(LoggedChange change) {
        TableChanges changes = tableOf(change);
        changes.empty(change.table().id());
        changes.passed(change);
        open.remove(change.source());
        closed.stream()
                .filter(earlier -> earlier.source().equals(change.source()))
                .forEach(earlier -> {
                    earlier.upload().ifPresent(files::abort);
                    earlier.withoutUpload();
                });
        closed.add(changes);
    }

    /** A change that was refused stands in its table's files as what is written down instead. */
    private TableChanges inPlaceOfRefused(TableId source) {
        LoggedChange refused = refusedLast;
        if (refused != null && refused.source().equals(source)) {
            TableChanges changes = tableOf(refused);
            changes.passed(refused);
            return changes;
        }
        return open.computeIfAbsent(source, table -> new TableChanges(table, reached, reached.commitTime()));
    }

    private void closeDue(Checkpoint upTo, Moment moment) {
        Instant now = clock.instant();
        for (Iterator<TableChanges> all = open.values().iterator(); all.hasNext(); ) {
            TableChanges changes = all.next();
            boolean due = switch (moment) {
                case BATCH -> rolling.isDue(changes.first(), upTo.commitTime());
                case IDLE -> rolling.isDue(changes.first(), now);
                case END -> true;
            };
            if (due) {
                close(changes);
                all.remove();
            }
        }
    }

    private void boundMemory() {
        while (open.values().stream().mapToLong(TableChanges::held).sum() > rolling.mostHeld()) {
            TableChanges largest = Collections.max(open.values(), Comparator.comparingLong(TableChanges::held));
            close(largest);
            open.remove(largest.source());
        }
    }

    private void close(TableChanges changes) {
        changes.finish();
        closed.add(changes);
    }

    private Effects effects(List<TableChanges> committing) {
        List<PendingUpload> uploads = new ArrayList<>();
        List<String> deleted = new ArrayList<>();
        List<RefusedChange> refused = new ArrayList<>();
        for (TableChanges changes : committing) {
            TableId emptied = changes.emptied();
            if (emptied != null) {
                deleted.addAll(files.shown(emptied));
            }
            changes.upload().ifPresent(uploads::add);
            refused.addAll(changes.refused());
        }
        return new Effects(uploads, deleted, refused);
    }
}
