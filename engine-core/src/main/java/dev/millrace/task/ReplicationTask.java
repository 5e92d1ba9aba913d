package dev.millrace.task;

import dev.millrace.apply.Replay;
import dev.millrace.config.StartMode;
import dev.millrace.config.StopCondition;
import dev.millrace.config.TaskConfiguration;
import dev.millrace.spi.sink.RecordedChange;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * A replication task inside this JVM. Thread-safe. A task runs once: to resume, build another from the same configuration.
 *
 * <pre>{@code
 * ReplicationTask task = ReplicationTask.builder(TaskFile.read(path).configuration()).build();
 * task.start();
 * ...
 * task.stop();
 * }</pre>
 */
public interface ReplicationTask extends AutoCloseable {

    static ReplicationTaskBuilder builder(TaskConfiguration configuration) {
        return new ReplicationTaskBuilder(configuration);
    }

    TaskConfiguration configuration();

    /**
     * Starts the task's threads and returns; checks of the endpoints happen on them, and their failure shows in {@link #status}.
     *
     * @throws IllegalStateException if it was started before
     */
    void start();

    /** How the task does right now. */
    TaskStatus status();

    /** Stops within 10 s (law 8): what is durable stays, the rest is read again by a resume. Does nothing if it has ended. */
    void stop();

    /** Waits for the end; returns the last status whether it ended well or not. */
    TaskStatus awaitCompletion() throws InterruptedException;

    /** Waits for the end for a while; returns the status at that time. */
    TaskStatus awaitCompletion(Duration timeout) throws InterruptedException;

    /** Stops it. */
    @Override
    void close();

    /**
     * Removes what the task set up on its source (slot, publication) and forgets its state on the target, so that the source no
     * longer keeps its log for it. Rows that were replicated stay. For tasks that nobody will resume; the task must not be
     * running, here or elsewhere.
     *
     * @throws IllegalStateException if it is running
     * @throws dev.millrace.error.ReplicationException if an endpoint can't be reached or refuses; may be called again
     */
    void delete();

    /**
     * Changes and loaded rows that the target refused and that are recorded there, not replayed yet, in the order of their refusal. May be
     * called at any time; it opens the target for itself.
     *
     * @param limit so many at most
     */
    List<RecordedChange> refusedChanges(int limit);

    /**
     * Applies recorded changes once more, as they were; those that succeed are no longer recorded. A row that has changed on the source
     * since may thereby get values of the past: reload its table instead. The task must not be running, here or elsewhere.
     *
     * @param wanted which of them
     * @throws IllegalStateException if it is running
     * @throws dev.millrace.error.ReplicationException if an endpoint can't be reached or the task has never begun
     */
    Replay.Result replay(Predicate<RecordedChange> wanted);

    /** How a start treats remembered state; {@link StartMode#AUTOMATIC} unless built otherwise. */
    StartMode startMode();

    /** When the task ends by itself; {@link StopCondition#NONE} unless built otherwise. */
    StopCondition stopCondition();
}
