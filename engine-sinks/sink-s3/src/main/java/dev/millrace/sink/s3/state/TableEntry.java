package dev.millrace.sink.s3.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.millrace.model.TableId;
import dev.millrace.spi.sink.TableAhead;
import dev.millrace.spi.sink.TableProgress;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import dev.millrace.spi.sink.TableProgress.ChunkProgress;
import dev.millrace.spi.source.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the task remembers of one source table.
 *
 * @param schema of the source
 * @param table of the source
 * @param planned whether its load was planned
 * @param created as in {@link TableProgress}
 * @param chunks as in {@link TableProgress}
 * @param ahead how far its files are; null if not behind the checkpoint
 * @param lastFile name of its last file of changes, without folder and suffix; later ones have greater names
 * @param suspension why it gets no changes; null if it gets them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TableEntry(
        String schema,
        String table,
        boolean planned,
        boolean created,
        List<ChunkEntry> chunks,
        @Nullable Ahead ahead,
        @Nullable String lastFile,
        @Nullable String suspension) {

    /** See {@link TableAhead}. */
    record Ahead(String position, long changes) {}

    /** One chunk of the load; {@code done} is null while it is not there. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ChunkEntry(
            int ordinal,
            String bounds,
            long estimatedRows,
            String name,
            @Nullable Done done) {
        ChunkEntry withDone(@Nullable Done now) {
            return new ChunkEntry(ordinal, bounds, estimatedRows, name, now);
        }
    }

    /** See {@link ChunkDone}. */
    record Done(long rows, String low, String high) {}

    TableEntry {
        chunks = List.copyOf(chunks);
    }

    static TableEntry unknown(TableId source) {
        return new TableEntry(source.schema(), source.table(), false, false, List.of(), null, null, null);
    }

    TableId source() {
        return new TableId(schema, table);
    }

    boolean isOf(TableId source) {
        return table.equals(source.table()) && schema.equals(source.schema());
    }

    TableProgress progress() {
        return new TableProgress(
                source(), created, chunks.stream().map(TableEntry::progress).toList());
    }

    Optional<TableAhead> tableAhead() {
        return Optional.ofNullable(ahead).map(place -> new TableAhead(source(), place.position(), place.changes()));
    }

    boolean isDone(int ordinal) {
        return chunks.get(ordinal).done() != null;
    }

    /** The load is planned anew: what was known of it, how far its files are and a suspension are gone. */
    TableEntry plannedAs(boolean nowCreated, List<Chunk> plan) {
        List<ChunkEntry> entries = plan.stream()
                .map(chunk ->
                        new ChunkEntry(chunk.ordinal(), chunk.bounds(), chunk.estimatedRows(), chunk.name(), null))
                .toList();
        return new TableEntry(schema, table, true, nowCreated, entries, null, lastFile, null);
    }

    TableEntry withDone(int ordinal, ChunkDone done) {
        List<ChunkEntry> entries = new ArrayList<>(chunks);
        entries.set(ordinal, chunks.get(ordinal).withDone(new Done(done.rows(), done.low(), done.high())));
        return new TableEntry(schema, table, planned, created, entries, ahead, lastFile, suspension);
    }

    /** The task begins: no file holds anything behind its start. */
    TableEntry notAhead() {
        return new TableEntry(schema, table, planned, created, chunks, null, lastFile, suspension);
    }

    /** The task starts anew; the plan stays. */
    TableEntry reset() {
        List<ChunkEntry> entries =
                chunks.stream().map(chunk -> chunk.withDone(null)).toList();
        return new TableEntry(schema, table, planned, created, entries, null, lastFile, null);
    }

    TableEntry suspendedFor(String reason) {
        return new TableEntry(
                schema, table, planned, created, chunks, ahead, lastFile, suspension == null ? reason : suspension);
    }

    TableEntry after(TableCommit commit) {
        TableAhead place = commit.ahead();
        String reason = commit.suspension();
        TableEntry next = new TableEntry(
                schema,
                table,
                planned,
                created,
                chunks,
                place == null ? ahead : new Ahead(place.position(), place.changes()),
                commit.lastFile() == null ? lastFile : commit.lastFile(),
                suspension);
        return reason == null ? next : next.suspendedFor(reason);
    }

    private static ChunkProgress progress(ChunkEntry chunk) {
        Done done = chunk.done();
        return new ChunkProgress(
                new Chunk(chunk.ordinal(), chunk.bounds(), chunk.estimatedRows(), chunk.name()),
                done == null ? Optional.empty() : Optional.of(new ChunkDone(done.rows(), done.low(), done.high())));
    }
}
