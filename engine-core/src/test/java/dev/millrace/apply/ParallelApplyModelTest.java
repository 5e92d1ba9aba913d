package dev.millrace.apply;

import dev.millrace.config.ApplySettings;
import dev.millrace.config.CommitMode;
import dev.millrace.config.DdlPolicy;
import dev.millrace.config.ErrorSettings;
import dev.millrace.config.FullLoadSettings;
import dev.millrace.config.LobSettings;
import dev.millrace.config.RetrySettings;
import dev.millrace.config.TaskSettings;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.load.LoadWindow;
import dev.millrace.metrics.TableCounters;
import dev.millrace.metrics.TableStatistics;
import dev.millrace.model.ChangeBatch;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random tables, random transactions, random cuts, one to four workers, a restart now and then, a lost connection before or behind a
 * commit: the target always holds exactly the transactions that it remembers (law 2). In ordered mode they are a prefix of the source's
 * (law 6); in relaxed mode none has overtaken another one of the same row. The last state is the source's last.
 */
class ParallelApplyModelTest {
    static final int TRANSACTIONS = 15;

    @Test
    void everyCommittedStateIsOneOfTheSource() {
        Cases.each(4500, ParallelApplyModelTest::everyCommittedStateIsOneOfTheSource);
    }

    private static void everyCommittedStateIsOneOfTheSource(long seed) {
        ModelTarget target = replicate(seed, random -> false);

        assertThat(target.commitsAhead()).isZero();
    }

    @Test
    void relaxedModeLosesNothingAndDoublesNothing() {
        Cases.each(4500, ParallelApplyModelTest::relaxedModeLosesNothingAndDoublesNothing);
    }

    private static void relaxedModeLosesNothingAndDoublesNothing(long seed) {
        replicate(seed, random -> true);
    }

    @Test
    void eitherModeGoesOnWhereTheOtherHasEnded() {
        Cases.each(1000, ParallelApplyModelTest::eitherModeGoesOnWhereTheOtherHasEnded);
    }

    private static void eitherModeGoesOnWhereTheOtherHasEnded(long seed) {
        replicate(seed, Random::nextBoolean);
    }

    private static ModelTarget replicate(long seed, Predicate<Random> relaxed) {
        Random random = new Random(seed);
        RandomSource source = new RandomSource(random, TRANSACTIONS);
        ModelTarget target = new ModelTarget(source);
        Run run = new Run(source, target, random, relaxed);

        while (target.checkpoint() < TRANSACTIONS) {
            run.attempt();
        }

        assertThat(target.difference()).isNull();
        assertThat(target.ranges()).isEmpty();
        for (TableSchema table : source.tables()) {
            assertThat(target.store().rows(table.id()))
                    .as(table.id().toString())
                    .containsExactlyInAnyOrderElementsOf(source.rowsAfter(TRANSACTIONS, table.id()));
        }
        run.counters.values().forEach(ParallelApplyModelTest::assertBalanced);
        return target;
    }

    /** Nothing is left to be applied, and nothing was counted that was given back (law 3). */
    private static void assertBalanced(TableCounters counters) {
        TableStatistics statistics = counters.statistics();
        assertThat(statistics.appliedInserts()).isEqualTo(statistics.inserts());
        assertThat(statistics.appliedUpdates()).isEqualTo(statistics.updates());
        assertThat(statistics.appliedDeletes()).isEqualTo(statistics.deletes());
    }

    /** One target and the attempts at it; an attempt starts behind the checkpoint. */
    private static final class Run {
        private final RandomSource source;
        private final ModelTarget target;
        private final Random random;
        private final Predicate<Random> relaxed;
        private final Map<TableId, TableCounters> counters = new ConcurrentHashMap<>();

        Run(RandomSource source, ModelTarget target, Random random, Predicate<Random> relaxed) {
            this.source = source;
            this.target = target;
            this.random = random;
            this.relaxed = relaxed;
        }

        /** Goes on until the end, an error that may pass, or a stop at any place. */
        void attempt() {
            int workers = 1 + random.nextInt(4);
            CommitMode mode = relaxed.test(random) ? CommitMode.RELAXED : CommitMode.ORDERED;
            ApplySettings settings =
                    new ApplySettings(mode, workers, 1 + random.nextInt(10), 1 << 20, Duration.ofHours(1));
            ApplyProgress progress = new ApplyProgress();
            long start = target.checkpoint();
            List<StoredRange> applied = target.ranges().stream()
                    .map(range -> StoredRange.parse(range, text -> new LogIndex(Long.parseLong(text))))
                    .toList();
            Batcher batcher = null;
            try (ApplyScheduler scheduler = scheduler(settings, start, applied, progress)) {
                batcher = new Batcher(
                        tables(),
                        new AppliedBefore(applied),
                        StopAtRefusals.noneSuspended(),
                        scheduler,
                        (known, wanted) -> {},
                        new TaskSettings(
                                FullLoadSettings.DEFAULT,
                                settings,
                                DdlPolicy.DEFAULT,
                                RetrySettings.DEFAULT,
                                ErrorSettings.DEFAULT,
                                "",
                                true,
                                LobSettings.DEFAULT),
                        Clock.systemUTC(),
                        progress,
                        0,
                        false,
                        null);
                feed(batcher, scheduler, start);
            } catch (ReplicationException e) {
                assertThat(e.code())
                        .as(e.getMessage())
                        .isIn(ErrorCode.TARGET_LOCK_CONFLICT, ErrorCode.TARGET_CONNECTION_LOST);
            } finally {
                if (batcher != null) {
                    batcher.discard();
                }
            }
        }

        private ApplyScheduler scheduler(
                ApplySettings settings, long start, List<StoredRange> applied, ApplyProgress progress) {
            ApplyScheduler.Observer observer = new ApplyScheduler.Observer() {
                @Override
                public void committed(Batch.Ending ending) {
                    long acknowledged = ((LogIndex) ending.position()).transactions();
                    assertThat(acknowledged).isLessThanOrEqualTo(target.checkpoint());
                }

                @Override
                public void changed() {}
            };
            AtomicLong seeds = new AtomicLong(random.nextLong());
            return new ApplyScheduler(
                    "model",
                    WorkerCount.of(settings.workers(), System::nanoTime),
                    settings.commitMode() == CommitMode.RELAXED,
                    new LogIndex(start),
                    applied,
                    () -> new StoreWriter(target, new Random(seeds.incrementAndGet())),
                    StopAtRefusals::application,
                    observer,
                    progress,
                    Clock.systemUTC());
        }

        private TargetTables tables() {
            return new TargetTables(
                    new SameNames(),
                    source.tables().stream().map(SameNames::routeOf).toList(),
                    new DescribingSink(source.tables()),
                    id -> LoadWindow.NONE,
                    id -> counters.computeIfAbsent(id, TableCounters::new));
        }

        private void feed(Batcher batcher, ApplyScheduler scheduler, long start) {
            List<ChangeEvent> events = new ArrayList<>();
            source.log().subList((int) start, TRANSACTIONS).forEach(events::addAll);
            int end = random.nextInt(4) == 0 ? random.nextInt(events.size()) : events.size();
            int at = 0;
            while (at < end) {
                int next = Math.min(end, at + 1 + random.nextInt(8));
                batcher.accept(new ChangeBatch(events.subList(at, next), 0));
                at = next;
                if (random.nextInt(3) == 0) {
                    batcher.idle();
                }
            }
            if (end == events.size()) {
                Idle.await(scheduler);
                batcher.idle();
                Idle.await(scheduler);
            }
        }
    }
}
