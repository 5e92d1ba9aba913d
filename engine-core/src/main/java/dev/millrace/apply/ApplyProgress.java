package dev.millrace.apply;

import dev.millrace.model.SourcePosition;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How far change capture is. Written by the apply threads, read by anyone. */
public final class ApplyProgress {
    private final AtomicLong applied = new AtomicLong();
    private volatile @Nullable SourcePosition read;
    private volatile @Nullable SourcePosition durable;
    private volatile @Nullable Instant readCommitTime;
    private volatile @Nullable Instant oldestGathered;
    private volatile @Nullable Instant oldestUnderWay;
    private volatile long gathered;
    private volatile long underWay;

    /** Everything up to {@code position} was read; its commit time is null for a heartbeat, which says the log's end is near. */
    void read(SourcePosition position, @Nullable Instant commitTime) {
        read = position;
        readCommitTime = commitTime;
    }

    /** What was read and not yet handed over. */
    void gathered(long changes, @Nullable Instant oldest) {
        gathered = changes;
        oldestGathered = changes == 0 ? null : oldest;
    }

    /** What is being applied. */
    void underWay(long changes, @Nullable Instant oldest) {
        underWay = changes;
        oldestUnderWay = changes == 0 ? null : oldest;
    }

    /** So many changes are in the target. */
    void applied(long changes) {
        applied.addAndGet(changes);
    }

    /** Everything up to {@code position} is in the target, and the checkpoint tells so. */
    void durable(SourcePosition position) {
        durable = position;
    }

    /** Where a run begins: the target is durable up to there. */
    public void begin(SourcePosition start) {
        read = start;
        durable = start;
        readCommitTime = null;
        gathered(0, null);
        underWay(0, null);
    }

    public @Nullable SourcePosition readPosition() {
        return read;
    }

    public @Nullable SourcePosition durablePosition() {
        return durable;
    }

    public long pendingChanges() {
        return gathered + underWay;
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
        Instant applying = oldestUnderWay;
        Duration target = age(applying == null ? oldestGathered : applying, now);
        return target.compareTo(source) > 0 ? target : source;
    }

    private static Duration age(@Nullable Instant since, Instant now) {
        return since == null || since.isAfter(now) ? Duration.ZERO : Duration.between(since, now);
    }
}
