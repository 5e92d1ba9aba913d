package dev.millrace.load;

import dev.millrace.config.FullLoadSettings;
import dev.millrace.config.TargetTablePrepMode;
import dev.millrace.config.TaskConfiguration;
import dev.millrace.error.ReplicationException;
import dev.millrace.mapping.TableRoute;
import dev.millrace.metrics.TableCounters;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ForeignKeyOrder;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.refusal.RefusalPolicy;
import dev.millrace.refusal.SuspendedTables;
import dev.millrace.spi.Finding;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.TableProgress;
import dev.millrace.spi.sink.TableProgress.ChunkProgress;
import dev.millrace.spi.sink.TaskStore;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.Source;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static java.util.Objects.requireNonNull;

/**
 * Loads the tables of a task: prepares their targets, cuts them into chunks, copies the chunks in parallel. What an earlier run
 * has finished stays; an interrupted table goes on with its missing chunks under a new snapshot if its changes can converge, and
 * begins anew otherwise.
 */
public final class FullLoad {
    private static final Logger log = LoggerFactory.getLogger(FullLoad.class);

    private final TaskConfiguration configuration;
    private final Source source;
    private final Sink sink;
    private final TaskStore store;
    private final Fence fence;
    private final Clock clock;
    private final Function<TableId, TableCounters> counters;
    private final RefusalPolicy policy;
    private final SuspendedTables suspended;
    private final BiConsumer<TableId, Long> loaded;
    private final BooleanSupplier stop;

    /**
     * @param policy what becomes of refused rows
     * @param suspended gets the tables that can't be loaded
     * @param loaded told of each table that is complete, and its rows, on a worker's thread
     * @param stop asked between batches
     */
    public FullLoad(
            TaskConfiguration configuration,
            Source source,
            Sink sink,
            TaskStore store,
            Fence fence,
            Clock clock,
            Function<TableId, TableCounters> counters,
            RefusalPolicy policy,
            SuspendedTables suspended,
            BiConsumer<TableId, Long> loaded,
            BooleanSupplier stop) {
        this.configuration = configuration;
        this.source = source;
        this.sink = sink;
        this.store = store;
        this.fence = fence;
        this.clock = clock;
        this.counters = counters;
        this.policy = policy;
        this.suspended = suspended;
        this.loaded = loaded;
        this.stop = stop;
    }

    /** Loads whatever of the routes is not loaded yet; true when everything is, or suspended; false if told to stop first. */
    public boolean run(List<TableRoute> routes) throws InterruptedException {
        Map<TableId, TableProgress> known = new HashMap<>();
        store.loadProgress().forEach(progress -> known.put(progress.source(), progress));
        List<TableRoute> missing = new ArrayList<>();
        for (TableRoute route : routes) {
            TableProgress progress = known.get(route.source().id());
            if (progress != null && progress.isLoaded()) {
                resumeLoaded(progress);
            } else {
                missing.add(route);
            }
        }
        return missing.isEmpty() || load(missing, known);
    }

    private void resumeLoaded(TableProgress progress) {
        counters.apply(progress.source()).loadedBefore(rowsDone(progress));
    }

    private boolean load(List<TableRoute> routes, Map<TableId, TableProgress> known) throws InterruptedException {
        FullLoadSettings settings = configuration.settings().fullLoad();
        List<TableSchema> tables = routes.stream().map(TableRoute::source).toList();
        boolean captures = configuration.migrationType().captures();
        try (Snapshot snapshot = source.openSnapshot(tables, captures)) {
            boolean begun = store.checkpoint().isPresent();
            clear(routes, known, begun);
            if (!begun) {
                store.begin(fence, new Checkpoint(snapshot.start().encode(), clock.instant()));
            }
            List<TableLoad> loads = new ArrayList<>();
            for (TableRoute route : inStartOrder(routes)) {
                TableId table = route.source().id();
                loads.add(plan(route, known.get(table), begun, snapshot));
            }
            ChunkCopy copy = new ChunkCopy(snapshot, sink, fence, settings.commitRate(), policy, clock, stop);
            boolean complete = new LoadWorkers(
                            configuration.identifier(), loads, settings.maxSubTasks(), copy, this::tableLoaded, stop)
                    .run();
            loads.forEach(this::rememberSuspension);
            return complete;
        }
    }

    private void rememberSuspension(TableLoad table) {
        ReplicationException cause = table.suspension();
        if (cause != null) {
            TableId source = table.route().source().id();
            store.suspend(fence, source, cause.code().name());
            suspended.add(source, cause);
        }
    }

    /**
     * Rids the targets of what must not stay; children go before their parents. It comes before the task is begun: a crash in
     * between leaves a task that clears again.
     *
     * @param begun whether the task has a checkpoint; if not, tables that are known hold rows of an earlier life of it
     */
    private void clear(List<TableRoute> routes, Map<TableId, TableProgress> known, boolean begun) {
        TargetTablePrepMode mode = configuration.settings().fullLoad().tablePrepMode();
        Map<TableId, TableRoute> byTarget = new HashMap<>();
        routes.forEach(route -> byTarget.put(route.wanted().id(), route));
        ForeignKeyOrder order =
                new ForeignKeyOrder(routes.stream().map(TableRoute::wanted).toList());
        for (TableId target : order.childrenFirst()) {
            TableRoute route = requireNonNull(byTarget.get(target), "no route");
            TableProgress progress = known.get(route.source().id());
            boolean fresh = progress == null || !begun;
            if (fresh && mode == TargetTablePrepMode.DROP_AND_CREATE) {
                sink.dropTable(target);
            } else if (mustEmpty(route, progress, begun, mode)
                    && sink.describe(target).isPresent()) {
                log.info("{}: target table {} is emptied before its load", configuration.identifier(), target);
                sink.truncateTable(target);
                if (progress != null && begun) {
                    refit(route.wanted(), progress.created());
                }
            }
        }
    }

    /**
     * What its source's shape has become the log may never tell: it passes over suspended tables, and over what the load contains. A table
     * that the task did not make only gets missing columns, before the load, and has to fit.
     */
    private void refit(TableSchema wanted, boolean created) {
        if (created && configuration.settings().ddl().altered()) {
            sink.describe(wanted.id()).ifPresent(target -> sink.alterTable(present(wanted, target), wanted));
        }
        Finding.requireNoneBlocking(sink.checkPresent(List.of(wanted)));
    }

    /** The wanted columns as far as the target has them, as it has them. */
    private static TableSchema present(TableSchema wanted, TableSchema target) {
        boolean sameWords = wanted.family() == target.family();
        List<ColumnSchema> columns = new ArrayList<>();
        for (ColumnSchema column : wanted.columns()) {
            target.ordinal(column.name()).ifPresent(ordinal -> {
                ColumnSchema present = target.column(ordinal);
                columns.add(sameWords ? present : column.withType(present.type()));
            });
        }
        return wanted.toBuilder().columns(columns).build();
    }

    private boolean mustEmpty(
            TableRoute route, @Nullable TableProgress progress, boolean begun, TargetTablePrepMode mode) {
        if (progress == null) {
            return mode == TargetTablePrepMode.TRUNCATE_BEFORE_LOAD;
        }
        return !begun || !canResume(route, progress);
    }

    private List<TableRoute> inStartOrder(List<TableRoute> routes) {
        List<TableRoute> ordered = new ArrayList<>(routes);
        ordered.sort(Comparator.comparingInt((TableRoute route) ->
                        -configuration.mappings().loadOrder(route.source().id()))
                .thenComparing(route -> route.source().id()));
        return ordered;
    }

    private TableLoad plan(TableRoute route, @Nullable TableProgress progress, boolean begun, Snapshot snapshot) {
        TableId table = route.source().id();
        TableCounters tableCounters = counters.apply(table);
        boolean missingTarget = sink.describe(route.wanted().id()).isEmpty();
        ChunkPolicy cut = configuration.mappings().chunkPolicy(table).orElse(new ChunkPolicy.Planned(sink.chunkRows()));
        List<Chunk> missing;
        long done = 0;
        String low = null;
        if (progress != null && begun && canResume(route, progress)) {
            low = lowOfResumed();
            missing = progress.chunks().stream()
                    .filter(chunk -> chunk.done().isEmpty())
                    .map(ChunkProgress::chunk)
                    .toList();
            done = rowsDone(progress);
        } else {
            missing = snapshot.plan(route.source(), cut);
            store.planTable(fence, table, missingTarget || (progress != null && progress.created()), missing);
        }
        if (missingTarget) {
            sink.createTable(route.wanted());
        }
        long estimate = missing.stream().anyMatch(chunk -> chunk.estimatedRows() < 0)
                ? -1
                : done + missing.stream().mapToLong(Chunk::estimatedRows).sum();
        tableCounters.beginLoad(estimate, done, clock.instant());
        return new TableLoad(route, cut, missing, tableCounters, onePointReaders(route, missing), low);
    }

    /**
     * A change that some chunks of a table hold and others do not can't be applied without a key, and in a record of the log it would stand
     * twice.
     */
    private int onePointReaders(TableRoute route, List<Chunk> chunks) {
        boolean keyless = chunks.size() > 1 && route.source().identifyingKey().isEmpty();
        boolean needed = configuration.migrationType().captures() && (keyless || isRecordOfLog());
        return needed
                ? Math.min(chunks.size(), configuration.settings().fullLoad().maxSubTasks())
                : 0;
    }

    private boolean isRecordOfLog() {
        return sink.applyStyle() == Sink.ApplyStyle.LOG;
    }

    /**
     * A target that takes nothing back may hold rows of an earlier try at a chunk that are deleted on the source by now. Changes since the
     * task's begin then count as ones that the chunk may hold or not, so that the deletes find them.
     */
    private @Nullable String lowOfResumed() {
        return sink.applyStyle() == Sink.ApplyStyle.REPEATABLE
                ? store.checkpoint().map(Checkpoint::position).orElse(null)
                : null;
    }

    /**
     * Chunks of two snapshots show a table at two times, and changes in between have to converge: that takes a key, chunks in
     * which rows of one key stay, and no other unique key that old values could offend. A table of which nothing is loaded yet
     * can always go on; and only such a one if the target is a record of the log, where a change that a chunk holds already would stand
     * twice.
     */
    private boolean canResume(TableRoute route, TableProgress progress) {
        List<ChunkProgress> chunks = progress.chunks();
        boolean untouched = chunks.stream().allMatch(chunk -> chunk.done().isEmpty());
        int keys = route.source().uniqueKeys().size()
                + (route.source().primaryKey().isPresent() ? 1 : 0);
        boolean converges = !isRecordOfLog()
                && keys == 1
                && route.source().identifyingKey().isPresent()
                && chunks.stream().allMatch(chunk -> source.isStable(chunk.chunk()));
        return !chunks.isEmpty() && (untouched || converges);
    }

    private static long rowsDone(TableProgress progress) {
        return progress.chunks().stream()
                .mapToLong(
                        chunk -> chunk.done().map(TableProgress.ChunkDone::rows).orElse(0L))
                .sum();
    }

    private void tableLoaded(TableLoad table) {
        if (isRecordOfLog() && !table.showsOnePoint()) {
            log.warn(
                    "{}: table {} was written to while it was loaded, and its chunks do not show one place in the log: changes of"
                            + " those moments may be in its loaded rows and among its changes, too; replay them by key",
                    configuration.identifier(),
                    table.route().source().id());
        }
        table.counters().endLoad(clock.instant());
        loaded.accept(table.route().source().id(), table.counters().loadedRows());
    }
}
