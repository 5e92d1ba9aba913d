package dev.millrace.sink.dynamodb.call;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The way to the service. A request that it is too busy for is made again for as long as it takes, one that gets no answer for a while; so
 * whoever makes a request has to be content with its being done twice. Thread-safe.
 */
public final class DynamoCalls implements AutoCloseable {
    private static final int FEWEST_TRIES = 2;
    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    /** After a cut every connection that was kept is dead, and each costs a try. */
    private static final long LONGEST_PAUSE_UNANSWERED_MILLIS = 200;

    private final DynamoDbClient client;
    private final AdaptiveLimit limit;
    private final long patienceNanos;
    private volatile boolean closed;

    /**
     * @param client repeats nothing by itself; closed with this
     * @param most how many requests may be under way at once
     * @param patience for how long a request that gets no answer is made again
     */
    public DynamoCalls(DynamoDbClient client, int most, Duration patience) {
        this.client = client;
        this.patienceNanos = patience.toNanos();
        this.limit = new AdaptiveLimit(most);
    }

    /**
     * Makes a request.
     *
     * @param action what fails if it does, with the name of what it is about: {@code can't write to orders}
     * @param request handles what it expects the service to refuse
     * @throws ReplicationException whatever is wrong
     */
    public <T> T call(String action, Function<DynamoDbClient, T> request) {
        int unanswered = 0;
        long unansweredSince = 0;
        int attempt = 0;
        while (true) {
            enter(action);
            try {
                T answer = request.apply(client);
                limit.passed();
                return answer;
            } catch (SdkException e) {
                if (closed) {
                    limit.failed();
                    throw closed(action, e);
                }
                if (isTooBusy(e)) {
                    limit.throttled();
                } else {
                    limit.failed();
                    ReplicationException failure = DynamoErrors.of(action, e);
                    unansweredSince = unanswered == 0 ? System.nanoTime() : unansweredSince;
                    unanswered++;
                    boolean patient = unanswered < FEWEST_TRIES || System.nanoTime() - unansweredSince < patienceNanos;
                    if (failure.code() != ErrorCode.TARGET_CONNECTION_LOST || !patient) {
                        throw failure;
                    }
                }
            } catch (IllegalStateException e) {
                // the HTTP client says so when it was closed meanwhile
                limit.failed();
                throw closed(action, e);
            } catch (RuntimeException e) {
                limit.failed();
                throw e;
            }
            pause(action, attempt++, unanswered > 0 ? LONGEST_PAUSE_UNANSWERED_MILLIS : LONGEST_PAUSE_MILLIS);
        }
    }

    /** Waits before a request is repeated; the service has taken a part of it only. */
    public void slowDown(String action, int attempt) {
        limit.slowDown();
        pause(action, attempt, LONGEST_PAUSE_MILLIS);
    }

    /** Fails whatever is under way. */
    @Override
    public void close() {
        closed = true;
        client.close();
    }

    private void enter(String action) {
        try {
            limit.enter();
        } catch (InterruptedException e) {
            throw interrupted(action);
        }
        if (closed) {
            limit.failed();
            throw closed(action, null);
        }
    }

    /** Longer from time to time, and by chance, so that those who wait do not come back together. */
    private void pause(String action, int attempt, long longestMillis) {
        long longest = Math.min(longestMillis, FIRST_PAUSE_MILLIS << Math.min(attempt, 10));
        try {
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
        } catch (InterruptedException e) {
            throw interrupted(action);
        }
        if (closed) {
            throw closed(action, null);
        }
    }

    private static boolean isTooBusy(SdkException failure) {
        return failure instanceof AwsServiceException answer && DynamoErrors.isTooBusy(answer);
    }

    private static ReplicationException interrupted(String action) {
        Thread.currentThread().interrupt();
        return new ReplicationException(ErrorCode.TARGET_CONNECTION_LOST, action + ": interrupted");
    }

    private static ReplicationException closed(String action, @Nullable Throwable cause) {
        return new ReplicationException(ErrorCode.TARGET_CONNECTION_LOST, action + ": the sink is closed", cause);
    }
}
