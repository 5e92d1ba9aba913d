package dev.millrace.testing.script;

import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeEvent.Heartbeat;
import dev.millrace.model.ChangeEvent.TransactionBegin;
import dev.millrace.model.ChangeEvent.TransactionCommit;
import dev.millrace.model.SourcePosition;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Source;
import dev.millrace.testing.contract.source.SourceFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads the log and has a {@link Follower} apply it, transaction by transaction. Now and then, in the middle of a transaction too, source and reader are
 * closed, and others go on behind what was applied and acknowledged. One thread follows, another may {@link #awaitEnd}.
 */
final class LogFollowing {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int STOPS = 3;
    private static final int MOST_EVENTS = 1_000;

    private final SourceFixture fixture;
    private final Source observer;
    private final Follower follower;
    private final Random random;
    private final List<ChangeEvent> open = new ArrayList<>();
    private volatile @Nullable SourcePosition durable;
    private volatile boolean ended;

    /** @param observer is asked where the log ends */
    LogFollowing(SourceFixture fixture, Source observer, Follower follower, Random random) {
        this.fixture = fixture;
        this.observer = observer;
        this.follower = follower;
        this.random = random;
    }

    /** Waits until the log was read up to its end as it is now; returns at once if nobody reads any more. */
    void awaitEnd() {
        SourcePosition end = observer.currentPosition();
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ended || covers(end))
                        .as("the log is read up to %s, the reader is at %s", end, durable)
                        .isTrue());
    }

    private boolean covers(SourcePosition end) {
        SourcePosition reached = durable;
        return reached != null && reached.covers(end);
    }

    /**
     * Reads until the log ends.
     *
     * @param written ends when nobody writes any more
     */
    void follow(SourcePosition start, CompletableFuture<Void> written) throws ExecutionException, InterruptedException {
        durable = start;
        try {
            for (int stop = 0; stop < STOPS; stop++) {
                read(1 + random.nextInt(MOST_EVENTS), written);
            }
            read(Integer.MAX_VALUE, written);
        } finally {
            ended = true;
        }
        assertThat(open).as("a transaction that has no end").isEmpty();
    }

    private void read(int events, CompletableFuture<Void> written) throws ExecutionException, InterruptedException {
        open.clear();
        long deadline = Long.MAX_VALUE;
        SourcePosition end = null;
        int left = events;
        try (Source source = fixture.open("script");
                ChangeReader reader = source.openReader(
                        source.parsePosition(
                                java.util.Objects.requireNonNull(durable).encode()),
                        follower.tables())) {
            while (left > 0 && (end == null || !covers(end))) {
                for (ChangeEvent event : reader.poll(Duration.ofMillis(50)).events()) {
                    left -= event instanceof Heartbeat || left == 0 ? 0 : 1;
                    if (left > 0) {
                        take(event, reader);
                    }
                }
                if (end == null && written.isDone()) {
                    written.get();
                    end = observer.currentPosition();
                    deadline = System.nanoTime() + PATIENCE.toNanos();
                }
                assertThat(end == null || System.nanoTime() < deadline)
                        .as("the reader comes to the end of the log within %s", PATIENCE)
                        .isTrue();
            }
        }
    }

    private void take(ChangeEvent event, ChangeReader reader) {
        if (event instanceof Heartbeat heartbeat) {
            assertThat(open).as("heartbeats come between transactions").isEmpty();
            durable = heartbeat.position();
            return;
        }
        assertThat(event instanceof TransactionBegin)
                .as("transactions come one after the other: %s", event)
                .isEqualTo(open.isEmpty());
        open.add(event);
        if (event instanceof TransactionCommit commit) {
            follower.apply(open);
            open.clear();
            durable = commit.position();
            reader.acknowledge(commit.position());
        }
    }
}
