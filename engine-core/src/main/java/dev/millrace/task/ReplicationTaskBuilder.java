package dev.millrace.task;

import dev.millrace.config.StartMode;
import dev.millrace.config.StopCondition;
import dev.millrace.config.TaskConfiguration;
import dev.millrace.model.TableId;
import dev.millrace.spi.sink.SinkFactory;
import dev.millrace.spi.source.ReaderFactory;
import dev.millrace.spi.source.SourceFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/** Builds a {@link ReplicationTask}; not thread-safe, reusable. */
public final class ReplicationTaskBuilder {
    final TaskConfiguration configuration;
    StartMode startMode = StartMode.AUTOMATIC;
    Set<TableId> tablesToReload = Set.of();
    StopCondition stopCondition = StopCondition.NONE;
    Clock clock = Clock.systemUTC();
    final List<TaskListener> listeners = new ArrayList<>();
    Iterable<SourceFactory> sourceFactories = ServiceLoader.load(SourceFactory.class);
    Iterable<ReaderFactory> readerFactories = ServiceLoader.load(ReaderFactory.class);
    Iterable<SinkFactory> sinkFactories = ServiceLoader.load(SinkFactory.class);

    ReplicationTaskBuilder(TaskConfiguration configuration) {
        this.configuration = requireNonNull(configuration, "configuration is null");
    }

    /** What to make of remembered state; default {@link StartMode#AUTOMATIC}. */
    public ReplicationTaskBuilder startMode(StartMode mode) {
        startMode = requireNonNull(mode, "mode is null");
        return this;
    }

    /**
     * Source tables that are loaded anew while the others go on from the checkpoint; it lifts their suspension. Default none. Has no effect
     * on a task that has not begun yet, or with {@link StartMode#RELOAD}.
     */
    public ReplicationTaskBuilder reloadTables(Collection<TableId> tables) {
        tablesToReload = Set.copyOf(tables);
        return this;
    }

    /** When to end without being told; default {@link StopCondition#NONE}. */
    public ReplicationTaskBuilder stopWhen(StopCondition condition) {
        stopCondition = requireNonNull(condition, "condition is null");
        return this;
    }

    public ReplicationTaskBuilder listener(TaskListener listener) {
        listeners.add(requireNonNull(listener, "listener is null"));
        return this;
    }

    /** Tells the time to everything in the task; default the system's UTC clock. */
    public ReplicationTaskBuilder clock(Clock newClock) {
        clock = requireNonNull(newClock, "clock is null");
        return this;
    }

    /** Where sources come from; default {@link ServiceLoader}. */
    public ReplicationTaskBuilder sourceFactories(Iterable<SourceFactory> factories) {
        sourceFactories = requireNonNull(factories, "factories is null");
        return this;
    }

    /** Where other readers of a source's log come from; default {@link ServiceLoader}. */
    public ReplicationTaskBuilder readerFactories(Iterable<ReaderFactory> factories) {
        readerFactories = requireNonNull(factories, "factories is null");
        return this;
    }

    /** Where sinks come from; default {@link ServiceLoader}. */
    public ReplicationTaskBuilder sinkFactories(Iterable<SinkFactory> factories) {
        sinkFactories = requireNonNull(factories, "factories is null");
        return this;
    }

    /** A task that was not started yet. */
    public ReplicationTask build() {
        return new RunningTask(this);
    }
}
