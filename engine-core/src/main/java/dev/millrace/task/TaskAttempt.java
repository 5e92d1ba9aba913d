package dev.millrace.task;

import dev.millrace.apply.ApplyProgress;
import dev.millrace.apply.ChangeCapture;
import dev.millrace.apply.ResumePoint;
import dev.millrace.apply.TargetTables;
import dev.millrace.config.MigrationType;
import dev.millrace.config.StartMode;
import dev.millrace.config.StopCondition;
import dev.millrace.config.TaskConfiguration;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.load.FullLoad;
import dev.millrace.load.LoadWindow;
import dev.millrace.mapping.TableMappings;
import dev.millrace.mapping.TableRoute;
import dev.millrace.metrics.TableState;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.refusal.RefusalPolicy;
import dev.millrace.refusal.SuspendedTables;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.TableProgress;
import dev.millrace.spi.sink.TaskStore;
import dev.millrace.spi.source.SnapshotWindow;
import dev.millrace.spi.source.Source;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One go at a task, from opening its endpoints to its end or its first error. Every go starts from what the target remembers, so
 * after an error that may pass the next one simply goes on. Runs on the task's main thread.
 */
final class TaskAttempt {
    private final TaskConfiguration configuration;
    private final StartMode startMode;
    private final Set<TableId> reload;
    private final StopCondition stopCondition;
    private final Source source;
    private final Sink sink;
    private final TableMappings mappings;
    private final Clock clock;
    private final RefusalPolicy policy;
    private final SuspendedTables suspended;
    private final TaskMetrics metrics;
    private final TaskEvents events;
    private final BooleanSupplier stop;

    TaskAttempt(
            TaskConfiguration configuration,
            StartMode startMode,
            Set<TableId> reload,
            StopCondition stopCondition,
            Source source,
            Sink sink,
            Clock clock,
            RefusalPolicy policy,
            SuspendedTables suspended,
            TaskMetrics metrics,
            TaskEvents events,
            BooleanSupplier stop) {
        this.configuration = configuration;
        this.startMode = startMode;
        this.reload = reload;
        this.stopCondition = stopCondition;
        this.source = source;
        this.sink = sink;
        this.mappings = new Routes(configuration, source, sink).mappings();
        this.clock = clock;
        this.policy = policy;
        this.suspended = suspended;
        this.metrics = metrics;
        this.events = events;
        this.stop = stop;
    }

    /** Runs; returns why it ended without an error. */
    StopReason run() throws InterruptedException {
        List<TableRoute> routes = find(new Routes(configuration, source, sink));
        try (TaskStore store = sink.taskStore()) {
            StartChecks checks = new StartChecks(configuration, startMode, source, sink);
            checks.servers(routes, events::finding);
            suspended.restore(staySuspended(store));
            if (startMode != StartMode.RELOAD && store.checkpoint().isPresent()) {
                new ShapeCatchUp(configuration, sink).run(active(routes));
            }
            checks.presentTables(goingOn(routes), store, events::finding);
            Fence fence = store.acquire();
            applyStartMode(store, fence);
            reloadTables(store, fence, routes);
            events.running();
            if (configuration.migrationType().loads() && !load(store, fence, active(routes))) {
                return StopReason.NORMAL;
            }
            if (!configuration.migrationType().captures()) {
                complete(store, routes);
                return StopReason.FULL_LOAD_ONLY_FINISHED;
            }
            if (stopCondition == StopCondition.LOADED
                    || (configuration.migrationType().loads()
                            && configuration.settings().fullLoad().stopAfterLoad())) {
                return StopReason.STOPPED_AFTER_FULL_LOAD;
            }
            return capture(store, fence, routes);
        }
    }

    /** A table that is reloaded counts as any other from the first look on: its target may lack what its source got meanwhile. */
    private Set<TableId> staySuspended(TaskStore store) {
        if (startMode == StartMode.RELOAD) {
            return Set.of();
        }
        Set<TableId> stay = new HashSet<>(store.suspendedTables());
        stay.removeAll(reload);
        return stay;
    }

    /** The active routes without those of tables that are reloaded, which the load makes fit. */
    private List<TableRoute> goingOn(List<TableRoute> routes) {
        return active(routes).stream()
                .filter(route -> !reload.contains(route.source().id()))
                .toList();
    }

    /** The routes of tables that are not suspended. */
    private List<TableRoute> active(List<TableRoute> routes) {
        return routes.stream()
                .filter(route -> !suspended.contains(route.source().id()))
                .toList();
    }

    private List<TableRoute> find(Routes routes) {
        List<TableRoute> found = routes.find();
        found.forEach(route -> metrics.of(route.source().id()));
        return found;
    }

    private void applyStartMode(TaskStore store, Fence fence) {
        boolean begun = store.checkpoint().isPresent();
        if (startMode == StartMode.RELOAD) {
            store.reset(fence);
        } else if (startMode == StartMode.RESUME && !begun) {
            throw new ReplicationException(
                    ErrorCode.CHECKPOINT_UNUSABLE,
                    "task " + configuration.identifier()
                            + " can't resume: the target has no checkpoint of it; start it " + "without resume");
        }
    }

    private void reloadTables(TaskStore store, Fence fence, List<TableRoute> routes) {
        if (reload.isEmpty() || store.checkpoint().isEmpty()) {
            return;
        }
        for (TableId table : reload) {
            if (routes.stream().noneMatch(route -> route.source().id().equals(table))) {
                throw new ReplicationException(
                        ErrorCode.NO_TABLES_MATCHED,
                        "table " + table + " is to be reloaded, and is not among the task's tables; names are"
                                + " case-sensitive");
            }
            if (!configuration.migrationType().loads()) {
                throw new ReplicationException(
                        ErrorCode.SETTING_INVALID,
                        "table " + table + " is to be reloaded, but MigrationType cdc loads nothing; run a"
                                + " full-load-and-cdc task for it");
            }
            forgetLoad(store, fence, table);
        }
    }

    private boolean load(TaskStore store, Fence fence, List<TableRoute> routes) throws InterruptedException {
        FullLoad load = new FullLoad(
                configuration,
                source,
                sink,
                store,
                fence,
                clock,
                metrics::of,
                policy,
                suspended,
                events::tableLoaded,
                stop);
        return load.run(routes);
    }

    /** Adds keys and indexes to the tables that this task made; a table that was there before is its owner's. */
    private void complete(TaskStore store, List<TableRoute> routes) {
        Set<TableId> created = store.loadProgress().stream()
                .filter(TableProgress::created)
                .map(TableProgress::source)
                .collect(Collectors.toSet());
        List<TableSchema> wanted = active(routes).stream()
                .filter(route -> created.contains(route.source().id()))
                .map(TableRoute::wanted)
                .toList();
        sink.completeTables(wanted).forEach(events::finding);
    }

    private StopReason capture(TaskStore store, Fence fence, List<TableRoute> routes) {
        List<TableSchema> tables = routes.stream().map(TableRoute::source).toList();
        SourcePosition from = store.checkpoint()
                .map(checkpoint -> source.parsePosition(checkpoint.position()))
                .orElseGet(() -> beginCapture(store, fence, tables));
        Map<TableId, LoadWindow> windows = windows(store.loadProgress());
        ApplyProgress progress = metrics.changes();
        converge(store, fence, routes, tables, windows, from);
        if (stop.getAsBoolean()) {
            return StopReason.NORMAL;
        }
        if (configuration.migrationType() == MigrationType.FULL_LOAD_AND_CDC) {
            complete(store, routes);
        }
        boolean untilCaughtUp = stopCondition == StopCondition.CAUGHT_UP
                || configuration.settings().fullLoad().stopAfterCachedChanges();
        @Nullable SourcePosition goal = untilCaughtUp ? source.currentPosition() : null;
        runCapture(store, fence, routes, tables, windows, goal, stop);
        boolean reached = goal != null
                && Optional.ofNullable(progress.durablePosition())
                        .map(durable -> durable.covers(goal))
                        .orElse(false);
        return reached && configuration.settings().fullLoad().stopAfterCachedChanges()
                ? StopReason.STOPPED_AFTER_CACHED_EVENTS
                : StopReason.NORMAL;
    }

    private SourcePosition beginCapture(TaskStore store, Fence fence, List<TableSchema> tables) {
        SourcePosition start = source.beginCapture(tables, CaptureStarts.parse(configuration.startPosition(), source));
        store.begin(fence, new Checkpoint(start.encode(), clock.instant()));
        tables.forEach(table -> metrics.of(table.id()).state(TableState.TABLE_COMPLETED));
        return start;
    }

    /**
     * Where chunks or tables show different times, applies changes until all tables show the same, so that unique keys and foreign keys
     * can be built on consistent rows.
     */
    private void converge(
            TaskStore store,
            Fence fence,
            List<TableRoute> routes,
            List<TableSchema> tables,
            Map<TableId, LoadWindow> windows,
            SourcePosition from) {
        if (LoadWindow.showOnePoint(windows.values()) || isConverged(windows.values(), from)) {
            return;
        }
        // heartbeats move the position too, so this ends on an idle source as well
        runCapture(store, fence, routes, tables, windows, source.currentPosition(), stop);
    }

    private static boolean isConverged(Collection<LoadWindow> windows, SourcePosition position) {
        return windows.stream().allMatch(window -> window.isPassedBy(position));
    }

    private void runCapture(
            TaskStore store,
            Fence fence,
            List<TableRoute> routes,
            List<TableSchema> tables,
            Map<TableId, LoadWindow> windows,
            @Nullable SourcePosition goal,
            BooleanSupplier until) {
        TargetTables targets = new TargetTables(
                mappings, active(routes), sink, table -> windows.getOrDefault(table, LoadWindow.NONE), metrics::of);
        ChangeCapture capture =
                new ChangeCapture(configuration, source, sink, clock, metrics.changes(), policy, suspended);
        try {
            capture.run(targets, tables, fence, ResumePoint.of(store, source), goal, until);
        } catch (ReplicationException e) {
            targets.toReload().forEach(table -> forgetLoad(store, fence, table));
            throw e;
        }
    }

    /** The next attempt finds the table not loaded. */
    private static void forgetLoad(TaskStore store, Fence fence, TableId table) {
        boolean created = store.loadProgress().stream()
                .anyMatch(progress -> progress.source().equals(table) && progress.created());
        store.planTable(fence, table, created, List.of());
    }

    private Map<TableId, LoadWindow> windows(List<TableProgress> progress) {
        Map<TableId, LoadWindow> windows = new HashMap<>();
        for (TableProgress table : progress) {
            if (suspended.contains(table.source())) {
                continue;
            }
            List<SnapshotWindow> chunks = table.chunks().stream()
                    .flatMap(chunk -> chunk.done().stream())
                    .map(done ->
                            new SnapshotWindow(source.parsePosition(done.low()), source.parsePosition(done.high())))
                    .toList();
            windows.put(table.source(), new LoadWindow(chunks));
        }
        return windows;
    }
}
