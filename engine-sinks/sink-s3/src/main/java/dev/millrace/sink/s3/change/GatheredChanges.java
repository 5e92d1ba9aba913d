package dev.millrace.sink.s3.change;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.TableId;
import dev.millrace.sink.s3.state.TableCommit;
import dev.millrace.sink.s3.upload.PendingUpload;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.LoggedChange;
import dev.millrace.spi.sink.RefusedChange;
import dev.millrace.spi.sink.TableAhead;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is committed at once: a file, and what stands in the place of rows that are not in it. Belongs to one thread. */
final class GatheredChanges {
    private final Checkpoint reachedBefore;
    private final Instant first;
    private final List<RefusedChange> refused = new ArrayList<>();
    private @Nullable ChangeFile file;
    private @Nullable String name;

    /** Of each table that is in it the last change. */
    private final Map<TableId, TableAhead> last = new LinkedHashMap<>();

    private final Map<TableId, String> suspensions = new LinkedHashMap<>();
    private @Nullable TableId emptied;
    private Optional<PendingUpload> upload = Optional.empty();

    /**
     * @param reachedBefore how far the task had got before the first of them
     * @param first when the transaction of the first of them was committed
     */
    GatheredChanges(Checkpoint reachedBefore, Instant first) {
        this.reachedBefore = reachedBefore;
        this.first = first;
    }

    Checkpoint reachedBefore() {
        return reachedBefore;
    }

    Instant first() {
        return first;
    }

    @Nullable
    ChangeFile file() {
        return file;
    }

    long bytes() {
        return file == null ? 0 : file.file().bytes();
    }

    long held() {
        return file == null ? 0 : file.file().held();
    }

    void opened(ChangeFile opened, String itsName) {
        file = opened;
        name = itsName;
    }

    void append(ChangeFile opened, LoggedChange change, ByteBuilder encoded) {
        opened.append(change, encoded);
        passed(change);
    }

    /** Everything up to the change is here, be it as a row or otherwise. */
    void passed(LoggedChange change) {
        last.put(
                change.source(),
                new TableAhead(change.source(), change.transaction().position().encode(), change.ordinal()));
    }

    /** Whether a change of the table is here. */
    boolean holds(TableId source) {
        return last.containsKey(source);
    }

    void refuse(RefusedChange change) {
        refused.add(change);
    }

    void suspend(TableId source, String reason) {
        suspensions.putIfAbsent(source, reason);
    }

    /** All rows of the table go, those of this file too. */
    void empty(TableId table) {
        emptied = table;
        abort();
    }

    /** Uploads what is left of the file. */
    void finish() {
        ChangeFile finished = file;
        file = null;
        if (finished != null) {
            upload = finished.file().finish();
        }
    }

    /** Gives up the file, if it is not finished. */
    void abort() {
        ChangeFile aborted = file;
        file = null;
        if (aborted != null) {
            aborted.file().abort();
        }
    }

    /** The file's upload, once it is finished and if it has rows. */
    Optional<PendingUpload> upload() {
        return upload;
    }

    void withoutUpload() {
        upload = Optional.empty();
    }

    /** The target table whose files go; null for none. */
    @Nullable
    TableId emptied() {
        return emptied;
    }

    List<RefusedChange> refused() {
        return refused;
    }

    List<TableCommit> commits() {
        Set<TableId> tables = new LinkedHashSet<>(last.keySet());
        tables.addAll(suspensions.keySet());
        return tables.stream()
                .map(table -> new TableCommit(table, last.get(table), name, suspensions.get(table)))
                .toList();
    }
}
