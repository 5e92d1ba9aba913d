package dev.millrace.apply;

import dev.millrace.config.ApplySettings;
import dev.millrace.config.CommitMode;
import dev.millrace.config.DdlPolicy;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.load.LoadWindow;
import dev.millrace.metrics.TableCounters;
import dev.millrace.model.ChangeBatch;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.sink.Checkpoint;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random tables, random transactions, random cuts, one to four workers, a restart now and then: every state that a reader of the target can see is one that
 * the source had, at exactly the checkpoint's place (laws 2 and 6), and the last one is the source's last.
 */
class ParallelApplyModelTest {
    private static final int TRANSACTIONS = 15;

    @Property(tries = 5000)
    void everyCommittedStateIsOneOfTheSource(@ForAll long seed) {
        Random random = new Random(seed);
        RandomSource source = new RandomSource(random, TRANSACTIONS);
        LockingStore target = new LockingStore(source.tables());
        Run run = new Run(source, target, random);

        while (run.durable.get() < TRANSACTIONS) {
            run.attempt();
        }

        assertThat(run.difference.get()).isNull();
        for (TableSchema table : source.tables()) {
            assertThat(target.rows(table.id()))
                    .as(table.id().toString())
                    .containsExactlyInAnyOrderElementsOf(source.rowsAfter(TRANSACTIONS, table.id()));
        }
    }

    /** One target and the attempts at it; an attempt starts behind the checkpoint. */
    private static final class Run {
        private final RandomSource source;
        private final LockingStore target;
        private final Random random;
        private final Caution caution = new Caution();
        private final Map<TableId, TableCounters> counters = new ConcurrentHashMap<>();
        private final AtomicLong durable = new AtomicLong();
        private final AtomicReference<@Nullable String> difference = new AtomicReference<>();

        Run(RandomSource source, LockingStore target, Random random) {
            this.source = source;
            this.target = target;
            this.random = random;
        }

        /** Goes on until the end, an error that may pass, or a stop at any place. */
        void attempt() {
            int workers = 1 + random.nextInt(4);
            ApplySettings settings = new ApplySettings(
                    CommitMode.ORDERED, workers, 1 + random.nextInt(10), 1 << 20, Duration.ofHours(1));
            ApplyProgress progress = new ApplyProgress();
            try (ApplyScheduler scheduler = scheduler(workers, progress)) {
                Batcher batcher = new Batcher(
                        tables(),
                        scheduler,
                        (known, wanted) -> {},
                        settings,
                        DdlPolicy.DEFAULT,
                        Clock.systemUTC(),
                        progress);
                feed(batcher, scheduler);
            } catch (ReplicationException e) {
                assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.TARGET_LOCK_CONFLICT);
            }
        }

        private ApplyScheduler scheduler(int workers, ApplyProgress progress) {
            ApplyScheduler.Observer observer = new ApplyScheduler.Observer() {
                @Override
                public void committed(Batch.Ending ending) {}

                @Override
                public void changed() {}
            };
            long seed = random.nextLong();
            return new ApplyScheduler(
                    "model",
                    workers,
                    () -> new StoreWriter(target, this::committed, new Random(seed)),
                    caution,
                    observer,
                    progress,
                    Clock.systemUTC());
        }

        /** Within the commit, so that no other commit comes between it and the look at the rows. */
        private void committed(Checkpoint checkpoint) {
            long position = Long.parseLong(checkpoint.position());
            if (position < durable.get()) {
                difference.compareAndSet(null, "commit of " + position + " behind " + durable.get());
            }
            durable.set(position);
            for (TableSchema table : source.tables()) {
                List<List<@Nullable String>> rows = target.rows(table.id());
                List<List<@Nullable String>> expected = source.rowsAfter(position, table.id());
                if (!sorted(rows).equals(sorted(expected))) {
                    difference.compareAndSet(null, table.id() + " at " + position + ": " + rows + " not " + expected);
                }
            }
        }

        private static List<String> sorted(List<List<@Nullable String>> rows) {
            return rows.stream().map(List::toString).sorted().toList();
        }

        private TargetTables tables() {
            return new TargetTables(
                    new SameNames(),
                    source.tables().stream().map(SameNames::routeOf).toList(),
                    new DescribingSink(source.tables()),
                    id -> LoadWindow.NONE,
                    id -> counters.computeIfAbsent(id, TableCounters::new));
        }

        private void feed(Batcher batcher, ApplyScheduler scheduler) {
            List<ChangeEvent> events = new ArrayList<>();
            source.log().subList((int) durable.get(), TRANSACTIONS).forEach(events::addAll);
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
                scheduler.drain();
                batcher.idle();
                scheduler.drain();
            }
        }
    }
}
