package dev.millrace.sink.s3.state;

import dev.millrace.error.ErrorCode;
import dev.millrace.model.TableId;
import dev.millrace.sink.s3.Lake;
import dev.millrace.sink.s3.upload.ObjectStore;
import dev.millrace.sink.s3.upload.PendingUpload;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.TableAhead;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import dev.millrace.spi.source.Chunk;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

/** An instance that dies between any two steps of a commit leaves all of it or nothing. */
class TaskStateIT {
    private static final Checkpoint START = new Checkpoint("0/1", Instant.parse("2026-11-22T09:00:00Z"), 0);
    private static final Checkpoint REACHED = new Checkpoint("0/5", Instant.parse("2026-11-22T10:00:00.123456Z"), 7);
    private static final TableId SOURCE = new TableId("s", "t");
    private static final TableCommit AHEAD =
            new TableCommit(SOURCE, new TableAhead(SOURCE, "0/6", 2), "20261122-100000123", null);

    private static ObjectStore store;
    private String data;
    private String place;

    @BeforeAll
    static void open() {
        store = Lake.store();
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @BeforeEach
    void place(TestInfo test) {
        String name = test.getTestMethod().orElseThrow().getName();
        data = name + "/s/t/";
        place = name + "/_millrace/task/";
    }

    @Test
    void filesShowWithTheirCheckpoint() {
        TaskState task = instance();
        Fence fence = begun(task);
        PendingUpload file = upload("1");
        assertThat(store.keys(data)).isEmpty();

        task.commitChanges(fence, REACHED, List.of(AHEAD), files(file));

        assertThat(store.keys(data)).containsExactly(file.key());
        assertThat(task.checkpoint()).isEqualTo(REACHED);
        assertThat(task.read().table(SOURCE).tableAhead()).contains(new TableAhead(SOURCE, "0/6", 2));
        assertThat(instance().lastFile(SOURCE::equals)).isEqualTo("20261122-100000123");
    }

    @Test
    void deadBeforeTheCommitLeavesNothing() {
        begun(instance());
        upload("1");

        instance().acquire(List.of(data));

        assertThat(store.keys(data)).isEmpty();
        assertThat(store.openUploads(data)).isEmpty();
    }

    @Test
    void deadRightAfterTheCommitLeavesAllOfIt() {
        begun(instance());
        store.put(data + "old.csv", new byte[] {1});
        List<PendingUpload> files = List.of(upload("1"), upload("2"));
        ConditionalObject object = new ConditionalObject(store, place + "task.json");
        object.write(object.read().at(REACHED).committing(files, List.of(data + "old.csv"), 0));
        store.complete(files.get(0));
        upload("orphan");

        instance().acquire(List.of(data));
        instance().acquire(List.of(data));

        assertThat(store.keys(data))
                .containsExactly(files.get(0).key(), files.get(1).key());
        assertThat(store.openUploads(data)).isEmpty();
        TaskObject found = instance().read();
        assertThat(found.checkpoint()).contains(REACHED);
        assertThat(found.pending()).isEmpty();
        assertThat(found.deleted()).isEmpty();
    }

    @Test
    void anOlderInstanceCommitsNothing() {
        TaskState older = instance();
        Fence fence = begun(older);
        PendingUpload file = upload("1");
        Fence later = instance().acquire(List.of());
        assertThat(later.number()).isGreaterThan(fence.number());

        failsWith(ErrorCode.FENCED, () -> older.commitChanges(fence, REACHED, List.of(AHEAD), files(file)));

        assertThat(store.keys(data)).isEmpty();
        assertThat(instance().checkpoint()).isEqualTo(START);
    }

    @Test
    void aWriteWhoseAnswerIsLostCountsAsMade() {
        begun(instance());
        ConditionalObject writer = new ConditionalObject(store, place + "task.json");
        TaskObject next = writer.read().at(REACHED);
        ConditionalObject sameWriter = new ConditionalObject(store, place + "task.json");
        sameWriter.read();
        sameWriter.write(next);

        writer.write(next);

        assertThat(writer.read()).isEqualTo(next);
    }

    @Test
    void whatAnotherWriteHasCommittedStaysNamedUntilItIsCompleted() {
        TaskState task = instance();
        Fence fence = begun(task);
        PendingUpload file = upload("1");
        ConditionalObject object = new ConditionalObject(store, place + "task.json");
        object.write(object.read().committing(List.of(file), List.of(), 0));
        task.read();

        task.change(fence, state -> state);

        assertThat(task.read().pending()).containsExactly(file);
    }

    @Test
    void aChunkThatIsCommittedTwiceShowsOnce() {
        TaskState task = instance();
        Fence fence = begun(task);
        task.change(
                fence, state -> state.with(state.table(SOURCE).plannedAs(true, List.of(new Chunk(0, "all", -1, "")))));
        PendingUpload first = upload("1");
        task.commitChunk(fence, SOURCE, 0, new ChunkDone(1, "low", "high"), files(first));

        task.commitChunk(fence, SOURCE, 0, new ChunkDone(1, "low", "high"), files(upload("2")));

        assertThat(store.keys(data)).containsExactly(first.key());
        assertThat(store.openUploads(data)).isEmpty();
    }

    private Fence begun(TaskState task) {
        Fence fence = task.acquire(List.of(data));
        task.change(fence, state -> state.at(START));
        return fence;
    }

    private static Effects files(PendingUpload file) {
        return new Effects(List.of(file), List.of(), List.of());
    }

    private TaskState instance() {
        return new TaskState(store, place, Clock.systemUTC(), keys -> {});
    }

    private PendingUpload upload(String name) {
        String full = data + name + ".csv";
        String id = store.begin(full, name, Map.of());
        return new PendingUpload(full, id, name, List.of(store.part(full, id, 1, new byte[] {1, 2, 3}, 3)));
    }
}
