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
import dev.millrace.model.ChangeBatch;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.refusal.RefusalPolicy;
import dev.millrace.spi.sink.Checkpoint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Model tests of a target that takes nothing back: whatever the batch cuts and the crash points, between any two rows, it ends up as the
 * source, and no change is missed on the way.
 */
class RepeatableModelTest {
    private static final int TRANSACTIONS = 12;
    private static final List<TableSchema> TABLES = List.of(SourceModel.KEYED, SourceModel.PLAIN);
    private static final long MUCH = 1 << 20;
    private static final long LITTLE = 100;

    @Property(tries = 2000)
    void crashesAnywhereLeaveTheSameRowsAndNothingGoesBack(@ForAll long seed) {
        crashAndCompare(new Random(seed), MUCH);
    }

    @Property(tries = 2000)
    void transactionsInPartsEndUpAlikeToo(@ForAll long seed) {
        crashAndCompare(new Random(seed), LITTLE);
    }

    private static void crashAndCompare(Random random, long batchBytes) {
        SourceModel source = new SourceModel(random);
        source.transactions(TRANSACTIONS, 6);
        RepeatableStore store = new RepeatableStore(new Checkpoint("0", Instant.EPOCH));
        int crashes = random.nextInt(5);
        for (int i = 0; i < crashes; i++) {
            live(source, store, random.nextInt(30), batchBytes, random);
        }
        while (!live(source, store, Integer.MAX_VALUE, batchBytes, random)) {
            assertThat(store.announced()).isPresent();
        }

        for (TableSchema table : TABLES) {
            assertThat(store.rows(table))
                    .as(table.id().toString())
                    .containsExactlyInAnyOrderElementsOf(
                            source.tableAfter(TRANSACTIONS, table).rows());
        }
        assertThat(store.checkpoint().position()).isEqualTo(Integer.toString(TRANSACTIONS));
        assertThat(store.announced()).isEmpty();
    }

    /** One run of the task; false if it crashed. */
    private static boolean live(SourceModel source, RepeatableStore store, int rows, long batchBytes, Random random) {
        RepeatableStore.Writer writer = store.new Writer(random, rows, batchBytes == MUCH);
        BatchApplication application = new BatchApplication(
                writer,
                new Refusals(writer, new RefusalPolicy(ErrorSettings.STOP_ALWAYS), StopAtRefusals.noneSuspended()),
                true);
        @Nullable
        SourcePosition announced = store.announced()
                .map(place -> new LogIndex(Long.parseLong(place.position())))
                .orElse(null);
        Batcher batcher = new Batcher(
                new TargetTables(
                        new SameNames(),
                        TABLES.stream().map(SameNames::routeOf).toList(),
                        new DescribingSink(TABLES),
                        table -> LoadWindow.NONE,
                        TableCounters::new),
                new AppliedBefore(List.of(), announced),
                StopAtRefusals.noneSuspended(),
                new Inline(application),
                (known, wanted) -> {},
                new TaskSettings(
                        FullLoadSettings.DEFAULT,
                        new ApplySettings(
                                CommitMode.ORDERED, 1, 1 + random.nextInt(10), batchBytes, Duration.ofHours(1)),
                        DdlPolicy.DEFAULT,
                        RetrySettings.DEFAULT,
                        ErrorSettings.STOP_ALWAYS,
                        "",
                        true,
                        LobSettings.DEFAULT),
                Clock.systemUTC(),
                new ApplyProgress(),
                store.checkpoint().changes(),
                true,
                null);
        try {
            feed(batcher, source, Integer.parseInt(store.checkpoint().position()), random);
            return true;
        } catch (ReplicationException e) {
            assertThat(e.code()).isIn(ErrorCode.TARGET_CONNECTION_LOST, ErrorCode.TARGET_LOCK_CONFLICT);
            return false;
        }
    }

    private static void feed(Batcher batcher, SourceModel source, int from, Random random) {
        List<ChangeEvent> events = new ArrayList<>();
        source.log().subList(from, source.log().size()).forEach(events::addAll);
        int at = 0;
        while (at < events.size()) {
            int next = Math.min(events.size(), at + 1 + random.nextInt(8));
            batcher.accept(new ChangeBatch(events.subList(at, next), 0));
            at = next;
            if (random.nextInt(3) == 0) {
                batcher.idle();
            }
        }
        batcher.idle();
    }

    /** Applies every batch at once. */
    private record Inline(BatchApplication application) implements BatchDispatch {
        @Override
        public void submit(Batch batch) {
            application.apply(batch, CommitTurn.ALONE);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public boolean isIdle() {
            return true;
        }

        @Override
        public int workers() {
            return 1;
        }

        @Override
        public void drain(Set<TableId> targets) {}

        @Override
        public void close() {}
    }
}
