package dev.millrace.apply;

import dev.millrace.model.SourcePosition;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How far change capture is. Written by the reader and the apply thread, read by anyone. */
public final class ApplyProgress {
    private final AtomicLong applied = new AtomicLong();
    private volatile @Nullable SourcePosition read;
    private volatile @Nullable SourcePosition durable;
    private volatile @Nullable Instant readCommitTime;
    private volatile @Nullable Instant oldestPending;
    private volatile long pending;

    /** Everything up to {@code position} was read; its commit time is null for a heartbeat, which says the log's end is near. */
    void read(SourcePosition position, @Nullable Instant commitTime) {
        read = position;
        readCommitTime = commitTime;
    }

    void pending(long changes, @Nullable Instant oldest) {
        pending = changes;
        oldestPending = changes == 0 ? null : oldest;
    }

    void durable(SourcePosition position, long changes) {
        durable = position;
        applied.addAndGet(changes);
    }

    /** Where a run begins: the target is durable up to there. */
    public void begin(SourcePosition start) {
        read = start;
        durable = start;
        readCommitTime = null;
        pending(0, null);
    }

    public @Nullable SourcePosition readPosition() {
        return read;
    }

    public @Nullable SourcePosition durablePosition() {
        return durable;
    }

    public long pendingChanges() {
        return pending;
    }

    public long appliedChanges() {
        return applied.get();
    }

    /** Age of the last transaction read; zero when the reader has seen the log's end. */
    public Duration sourceLatency(Instant now) {
        return age(readCommitTime, now);
    }

    /** Age of the oldest change that is read and not durable; never below the source's. */
    public Duration targetLatency(Instant now) {
        Duration source = sourceLatency(now);
        Duration target = age(oldestPending, now);
        return target.compareTo(source) > 0 ? target : source;
    }

    private static Duration age(@Nullable Instant since, Instant now) {
        return since == null || since.isAfter(now) ? Duration.ZERO : Duration.between(since, now);
    }
}
