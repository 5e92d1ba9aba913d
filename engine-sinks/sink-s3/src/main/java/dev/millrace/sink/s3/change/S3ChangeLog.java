package dev.millrace.sink.s3.change;

import dev.millrace.error.ErrorCode;
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
 * Adds changes to files, one open file for each series. Which changes share a file, and what it is called, follows from the log, so that a run
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
    private final Map<String, GatheredChanges> open = new LinkedHashMap<>();

    private final List<GatheredChanges> closed = new ArrayList<>();
    private final Map<String, String> names = new HashMap<>();
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
        if (files.leavesOut(change.operation())) {
            return;
        }
        try {
            if (change.operation() == LoggedChange.Operation.TRUNCATE) {
                truncate(change);
            } else {
                add(change);
            }
        } catch (ReplicationException e) {
            refusedLast = change;
            throw e;
        }
    }

    @Override
    public void record(RefusedChange refused) {
        inPlaceOfRefused(refused.source()).refuse(refused);
    }

    @Override
    public void suspend(TableId source, String reason) {
        inPlaceOfRefused(source).suspend(source, reason);
    }

    @Override
    public Checkpoint commit(Checkpoint upTo, Moment moment) {
        closeDue(upTo, moment);
        Checkpoint next =
                open.isEmpty() ? upTo : open.values().iterator().next().reachedBefore();
        if (!closed.isEmpty() || !next.equals(durable)) {
            List<GatheredChanges> committing = List.copyOf(closed);
            closed.clear();
            state.commitChanges(
                    fence,
                    next,
                    committing.stream()
                            .flatMap(changes -> changes.commits().stream())
                            .toList(),
                    effects(committing));
        }
        reached = upTo;
        durable = next;
        return next;
    }

    /** Files that a commit may have named are left to the next start, which knows. */
    @Override
    public void close() {
        try {
            open.values().forEach(GatheredChanges::abort);
        } catch (ReplicationException e) {
            log.debug("uploads are left to the next start: {}", e.getMessage());
        }
        open.clear();
        closed.clear();
    }

    private void add(LoggedChange change) {
        GatheredChanges changes = gatheredWith(change);
        long held = changes.held();
        changes.append(fileOf(changes, change), change, encoded);
        if (changes.held() > held) {
            boundMemory();
        }
    }

    private GatheredChanges gatheredWith(LoggedChange change) {
        String series = files.series(change.source());
        GatheredChanges known = open.get(series);
        if (known != null && endsBefore(known, change)) {
            close(known);
            open.remove(series);
        }
        return open.computeIfAbsent(
                series,
                fresh -> new GatheredChanges(reached, change.transaction().commitTime()));
    }

    private boolean endsBefore(GatheredChanges changes, LoggedChange change) {
        ChangeFile file = changes.file();
        return rolling.endsBefore(
                        changes.bytes(), changes.first(), change.transaction().commitTime())
                || (file != null && file.endsBefore(change));
    }

    private ChangeFile fileOf(GatheredChanges changes, LoggedChange change) {
        ChangeFile known = changes.file();
        if (known != null) {
            return known;
        }
        String series = files.series(change.source());
        String name = files.name(change.transaction().commitTime(), lastName(series));
        ChangeFile file = files.open(change, name, fence);
        changes.opened(file, name);
        names.put(series, name);
        return file;
    }

    private @Nullable String lastName(String series) {
        String name = names.get(series);
        return name == null ? state.lastFile(source -> files.series(source).equals(series)) : name;
    }

    /** Files of the table that are not committed yet hold rows that go with the others. */
    private void truncate(LoggedChange change) {
        if (!files.areDeletable()) {
            throw new ReplicationException(
                    ErrorCode.TARGET_VALUE_REFUSED,
                    "the table was truncated, and its rows can't be taken out of files that all tables share"
                            + " (PreserveTransactions)");
        }
        GatheredChanges changes = gatheredWith(change);
        changes.empty(change.table().id());
        changes.passed(change);
        open.remove(files.series(change.source()));
        closed.stream().filter(earlier -> earlier.holds(change.source())).forEach(earlier -> {
            earlier.upload().ifPresent(files::abort);
            earlier.withoutUpload();
        });
        closed.add(changes);
    }

    /** A change that was refused stands in its table's files as what is written down instead. */
    private GatheredChanges inPlaceOfRefused(TableId source) {
        LoggedChange refused = refusedLast;
        if (refused != null && refused.source().equals(source)) {
            GatheredChanges changes = gatheredWith(refused);
            changes.passed(refused);
            return changes;
        }
        return open.computeIfAbsent(files.series(source), fresh -> new GatheredChanges(reached, reached.commitTime()));
    }

    private void closeDue(Checkpoint upTo, Moment moment) {
        Instant now = clock.instant();
        for (Iterator<GatheredChanges> all = open.values().iterator(); all.hasNext(); ) {
            GatheredChanges changes = all.next();
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
        while (open.values().stream().mapToLong(GatheredChanges::held).sum() > rolling.mostHeld()) {
            GatheredChanges largest = Collections.max(open.values(), Comparator.comparingLong(GatheredChanges::held));
            close(largest);
            open.values().remove(largest);
        }
    }

    private void close(GatheredChanges changes) {
        changes.finish();
        closed.add(changes);
    }

    private Effects effects(List<GatheredChanges> committing) {
        List<PendingUpload> uploads = new ArrayList<>();
        List<String> deleted = new ArrayList<>();
        List<RefusedChange> refused = new ArrayList<>();
        for (GatheredChanges changes : committing) {
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
