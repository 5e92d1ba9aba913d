package dev.millrace.testing.contract.source;

import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.SnapshotWindow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Load and log together make the source's final state while it is written to, with and without keys. */
public abstract class HandOverContract extends SourceTopic {
    private static final int WRITERS = 3;
    private static final int ROWS = 3000;
    private static final int READERS = 3;
    private static final int KINDS = 50;

    private final AtomicInteger commits = new AtomicInteger();
    private volatile boolean stop;

    @Test
    void nothingIsLostOrDoubled() throws ExecutionException, InterruptedException {
        assertShowsOnePoint(handedOver(false).get(1));
    }

    /** What a target needs that is a record of the log. */
    @Test
    void nothingIsLostOrDoubledWhereAllChunksOfATableHaveToShowOnePoint()
            throws ExecutionException, InterruptedException {
        assertThat(handedOver(true)).allSatisfy(HandOverContract::assertShowsOnePoint);
    }

    private static void assertShowsOnePoint(Replica replica) {
        assertThat(new HashSet<>(replica.windows()))
                .singleElement()
                .satisfies(window -> assertThat(window.isExact()).isTrue());
    }

    /** A table with a key and one without, loaded while they are written to, and then kept up. */
    private List<Replica> handedOver(boolean held) throws ExecutionException, InterruptedException {
        TableSchema keyed = createItems();
        TableSchema keyless = create(table("keyless", integer("kind"), string("what", 40)));
        write(writer -> {
            writer.insert(keyed, items(0, ROWS));
            writer.insert(
                    keyless,
                    IntStream.range(0, ROWS)
                            .mapToObj(i -> row("" + i % KINDS, "same"))
                            .toList());
        });
        List<Replica> replicas = List.of(new Replica(keyed), new Replica(keyless));
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<?>> writers = startWriters(threads, keyed, keyless);
            awaitCommits(60);
            SourcePosition start = load(List.of(keyed, keyless), replicas, threads, held);
            awaitCommits(60);
            stop = true;
            for (Future<?> writer : writers) {
                writer.get();
            }
            SourcePosition end = source.currentPosition();
            try (ChangeReader reader = source.openReader(start, List.of(keyed, keyless))) {
                Log.until(reader, end, event -> replicas.forEach(replica -> replica.apply(event)));
            }
        } finally {
            stop = true;
            threads.shutdownNow();
        }
        assertThat(replicas.get(0).content()).isEqualTo(content(keyed));
        assertThat(replicas.get(1).content()).isEqualTo(content(keyless));
        assertThat(replicas)
                .allSatisfy(replica -> assertThat(replica.exactChanges()).isPositive());
        return replicas;
    }

    private SourcePosition load(List<TableSchema> tables, List<Replica> replicas, ExecutorService threads, boolean held)
            throws ExecutionException, InterruptedException {
        try (Snapshot snapshot = source.openSnapshot(tables, true)) {
            List<Future<?>> loads = new ArrayList<>();
            List<Snapshot.Hold> holds = new ArrayList<>();
            for (int i = 0; i < tables.size(); i++) {
                TableSchema table = tables.get(i);
                Replica replica = replicas.get(i);
                List<Chunk> chunks = snapshot.plan(table, new ChunkPolicy.Planned(300));
                holds.add(held ? snapshot.holdOnePoint(table, READERS) : () -> {});
                for (Chunk chunk : chunks) {
                    loads.add(threads.submit(() -> {
                        SnapshotWindow window = Chunks.read(snapshot, table, chunk, replica::load);
                        replica.shown(window);
                    }));
                }
            }
            for (Future<?> load : loads) {
                load.get();
            }
            holds.forEach(Snapshot.Hold::close);
            return snapshot.start();
        }
    }

    private List<String> content(TableSchema table) {
        return fixture.rows(table).stream().map(List::toString).sorted().toList();
    }

    private void awaitCommits(int more) {
        int wanted = commits.get() + more;
        await().forever().until(() -> commits.get() >= wanted);
    }

    private List<Future<?>> startWriters(ExecutorService threads, TableSchema keyed, TableSchema keyless) {
        List<Future<?>> writers = new ArrayList<>();
        for (int number = 0; number < WRITERS; number++) {
            Writing writing = new Writing(number, keyed, keyless);
            writers.add(threads.submit(writing::run));
        }
        return writers;
    }

    /** One session that changes rows of its own at random; the first one also those of the table without a key. */
    private final class Writing {
        private final int number;
        private final TableSchema keyed;
        private final TableSchema keyless;
        private final Random random;
        private final List<Integer> present = new ArrayList<>();
        private final TreeSet<Integer> free = new TreeSet<>();

        Writing(int number, TableSchema keyed, TableSchema keyless) {
            this.number = number;
            this.keyed = keyed;
            this.keyless = keyless;
            this.random = new Random(number);
            IntStream.range(0, ROWS).filter(id -> id % WRITERS == number).forEach(present::add);
            IntStream.range(ROWS, 2 * ROWS).filter(id -> id % WRITERS == number).forEach(free::add);
        }

        @Nullable
        Void run() {
            try (SourceWriter writer = fixture.openWriter()) {
                for (int round = 0; !stop; round++) {
                    if (round % 7 == 0) {
                        tryInVain(writer);
                    }
                    change(writer, round);
                    if (number == 0 && round % 5 == 0) {
                        changeKeyless(writer);
                    }
                    writer.commit();
                    commits.incrementAndGet();
                    TimeUnit.MILLISECONDS.sleep(2);
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return null;
        }

        private void tryInVain(SourceWriter writer) {
            writer.insert(keyed, List.of(row("" + (-1 - number), "rolled back")));
            writer.rollback();
        }

        private void change(SourceWriter writer, int round) {
            int index = random.nextInt(present.size());
            int id = present.get(index);
            Map<String, @Nullable String> key = Map.of("id", "" + id);
            switch (random.nextInt(4)) {
                case 0 -> {
                    int fresh = takeFree();
                    present.add(fresh);
                    writer.insert(keyed, List.of(row("" + fresh, "new " + round)));
                }
                case 1 -> {
                    int fresh = takeFree();
                    present.set(index, fresh);
                    free.add(id);
                    writer.update(keyed.id(), key, Map.of("id", "" + fresh));
                }
                case 2 -> {
                    present.remove(index);
                    free.add(id);
                    writer.delete(keyed.id(), key);
                }
                default -> writer.update(keyed.id(), key, Map.of("name", "changed " + round));
            }
        }

        private int takeFree() {
            return random.nextBoolean() ? free.pollFirst() : free.pollLast();
        }

        private void changeKeyless(SourceWriter writer) {
            String kind = "" + random.nextInt(KINDS);
            writer.update(keyless.id(), Map.of("kind", kind, "what", "same"), Map.of("what", "changed"));
            writer.delete(keyless.id(), Map.of("kind", "" + random.nextInt(KINDS), "what", "changed"));
            writer.insert(keyless, List.of(row(kind, "same"), row(kind, "same"), row(kind, null)));
        }
    }
}
