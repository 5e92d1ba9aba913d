package dev.millrace.task;

import dev.millrace.apply.Replay;
import dev.millrace.config.StartMode;
import dev.millrace.config.StopCondition;
import dev.millrace.config.TaskConfiguration;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.refusal.RefusalPolicy;
import dev.millrace.refusal.SuspendedTables;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.RecordedChange;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.TaskStore;
import dev.millrace.spi.source.Source;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static java.util.Objects.requireNonNull;

/** A task with its main thread: makes attempts until one ends, or fails for good, or it is told to stop. */
final class RunningTask implements ReplicationTask {
    private static final Logger log = LoggerFactory.getLogger(ReplicationTask.class);

    /** How long a stop waits for the work in hand; after that the connections are cut, which ends within law 8's 10 s. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final Duration END = Duration.ofSeconds(5);

    /** After so long without trouble the next error counts as the first. */
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private final TaskConfiguration configuration;
    private final StartMode startMode;
    private final Set<TableId> tablesToReload;
    private final StopCondition stopCondition;
    private final Clock clock;
    private final Function<TaskContext, Source> openSource;
    private final Function<TaskContext, Sink> openSink;
    private final TaskMetrics metrics = new TaskMetrics();
    private final TaskEvents events;
    private final RefusalPolicy policy;
    private final SuspendedTables suspended;
    private final StopSignal stop = new StopSignal();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;
    private final AtomicReference<@Nullable Source> source = new AtomicReference<>();
    private final AtomicReference<@Nullable Sink> sink = new AtomicReference<>();
    private volatile @Nullable Instant startedAt;
    private volatile @Nullable Instant endedAt;
    private volatile @Nullable StopReason stopReason;
    private volatile @Nullable ReplicationException failure;

    RunningTask(ReplicationTaskBuilder builder) {
        configuration = builder.configuration;
        startMode = builder.startMode;
        tablesToReload = builder.tablesToReload;
        stopCondition = builder.stopCondition;
        clock = builder.clock;
        events = new TaskEvents(configuration.identifier(), builder.listeners);
        policy = new RefusalPolicy(configuration.settings().errors());
        suspended = new SuspendedTables(metrics::of, events::tableSuspended);
        Factories factories = new Factories(builder.sourceFactories, builder.readerFactories, builder.sinkFactories);
        openSource = context -> factories.openSource(configuration.source(), context);
        openSink = context -> factories.openSink(configuration.target(), context);
        thread = new Thread(this::run, configuration.identifier() + "/main");
        thread.setDaemon(true);
    }

    @Override
    public TaskConfiguration configuration() {
        return configuration;
    }

    @Override
    public void start() {
        events.become(TaskState.STARTING);
        startedAt = clock.instant();
        thread.start();
    }

    @Override
    public TaskStatus status() {
        Instant start = startedAt;
        Instant end = endedAt;
        Duration elapsed = start == null ? Duration.ZERO : Duration.between(start, end == null ? clock.instant() : end);
        return new TaskStatus(
                configuration.identifier(),
                events.state(),
                Optional.ofNullable(stopReason),
                Optional.ofNullable(failure),
                Optional.ofNullable(start),
                elapsed,
                metrics.tableStatistics(),
                metrics.changeProgress(clock));
    }

    @Override
    public void stop() {
        stop.raise();
        if (events.state() == TaskState.READY) {
            events.become(TaskState.STOPPED);
            ended.countDown();
            return;
        }
        try {
            if (!ended.await(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                closeEndpoints();
                thread.interrupt();
                if (!ended.await(END.toMillis(), TimeUnit.MILLISECONDS)) {
                    log.error(
                            "{}: {} does not end, it is at {}", configuration.identifier(), thread.getName(), where());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public TaskStatus awaitCompletion() throws InterruptedException {
        ended.await();
        return status();
    }

    @Override
    public TaskStatus awaitCompletion(Duration timeout) throws InterruptedException {
        return ended.await(timeout.toMillis(), TimeUnit.MILLISECONDS) ? awaitCompletion() : status();
    }

    @Override
    public void close() {
        stop();
    }

    @Override
    public void delete() {
        requireNotRunning();
        TaskContext context = context();
        try (Sink openedSink = openSink.apply(context);
                Source openedSource = openSource.apply(context);
                TaskStore store = openedSink.taskStore()) {
            // fences off an instance that runs all the same, before its log is taken away
            Fence fence = store.acquire();
            openedSource.endCapture();
            store.delete(fence);
        }
        log.info("{}: deleted", configuration.identifier());
    }

    @Override
    public List<RecordedChange> refusedChanges(int limit) {
        try (Sink openedSink = openSink.apply(context());
                TaskStore store = openedSink.taskStore()) {
            return store.refusedChanges(0, limit);
        }
    }

    @Override
    public Replay.Result replay(Predicate<RecordedChange> wanted) {
        requireNotRunning();
        TaskContext context = context();
        try (Sink openedSink = openSink.apply(context);
                Source openedSource = openSource.apply(context);
                TaskStore store = openedSink.taskStore()) {
            Routes routes = new Routes(configuration, openedSource, openedSink);
            return new Replay(routes.mappings(), routes.find(), openedSink, store, store.acquire()).run(wanted);
        }
    }

    private void requireNotRunning() {
        TaskState state = events.state();
        if (state != TaskState.READY && state != TaskState.STOPPED && state != TaskState.FAILED) {
            throw new IllegalStateException("task " + configuration.identifier() + " is " + state + "; stop it first");
        }
    }

    @Override
    public StartMode startMode() {
        return startMode;
    }

    @Override
    public StopCondition stopCondition() {
        return stopCondition;
    }

    private void run() {
        try {
            StopReason reason = attempts();
            stopReason = reason;
            finish(TaskState.STOPPED);
        } catch (ReplicationException e) {
            fail(e);
        } catch (InterruptedException e) {
            stopReason = StopReason.NORMAL;
            finish(TaskState.STOPPED);
        } catch (RuntimeException | Error e) {
            fail(new ReplicationException(ErrorCode.INTERNAL, "task failed: " + e, e));
        } finally {
            closeEndpoints();
            ended.countDown();
        }
    }

    private StopReason attempts() throws InterruptedException {
        Backoff backoff = new Backoff(configuration.settings().retry());
        StartMode mode = startMode;
        Set<TableId> reload = tablesToReload;
        while (true) {
            Instant begun = clock.instant();
            try {
                return attempt(mode, reload);
            } catch (ReplicationException e) {
                closeEndpoints();
                if (stop.getAsBoolean()) {
                    return StopReason.NORMAL;
                }
                if (begun.plus(SETTLED).isBefore(clock.instant())) {
                    backoff.reset();
                }
                Optional<Duration> wait = e.isRetryable() ? backoff.next() : Optional.empty();
                if (wait.isEmpty()) {
                    throw e;
                }
                events.retry(e, backoff.tries());
                if (stop.await(wait.get())) {
                    return StopReason.NORMAL;
                }
                // a reload that has begun is not begun again
                reload = events.state() == TaskState.STARTING ? reload : Set.of();
                mode = mode == StartMode.RELOAD && events.state() == TaskState.STARTING ? mode : StartMode.AUTOMATIC;
            }
        }
    }

    private StopReason attempt(StartMode mode, Set<TableId> reload) throws InterruptedException {
        TaskContext context = context();
        Source openedSource = openSource.apply(context);
        source.set(openedSource);
        Sink openedSink = openSink.apply(context);
        sink.set(openedSink);
        return new TaskAttempt(
                        configuration,
                        mode,
                        reload,
                        stopCondition,
                        openedSource,
                        openedSink,
                        clock,
                        policy,
                        suspended,
                        metrics,
                        events,
                        stop)
                .run();
    }

    private TaskContext context() {
        return new TaskContext(
                configuration.identifier(),
                configuration.settings().controlSchema(),
                clock,
                configuration.stateDirectory(),
                configuration.settings().fullLoad().parallelism());
    }

    private void fail(ReplicationException e) {
        failure = e;
        stopReason = e.isRetryable() ? StopReason.RECOVERABLE_ERROR : StopReason.FATAL_ERROR;
        log.error("{}: {} {}", configuration.identifier(), e.code(), e.getMessage(), e);
        finish(TaskState.FAILED);
    }

    private void finish(TaskState state) {
        endedAt = clock.instant();
        closeEndpoints();
        events.become(state);
    }

    private void closeEndpoints() {
        Source openSourceNow = source.getAndSet(null);
        if (openSourceNow != null) {
            closeQuietly(openSourceNow);
        }
        Sink openSinkNow = sink.getAndSet(null);
        if (openSinkNow != null) {
            closeQuietly(openSinkNow);
        }
    }

    private void closeQuietly(AutoCloseable endpoint) {
        try {
            endpoint.close();
        } catch (Exception e) {
            log.warn(
                    "{}: {} did not close cleanly",
                    configuration.identifier(),
                    endpoint.getClass().getSimpleName(),
                    e);
        }
    }

    private String where() {
        StackTraceElement[] stack = requireNonNull(thread.getStackTrace(), "no stack");
        return stack.length == 0 ? "its end" : stack[0].toString();
    }
}
