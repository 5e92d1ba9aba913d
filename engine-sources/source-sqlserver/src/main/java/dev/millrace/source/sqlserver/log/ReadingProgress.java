package dev.millrace.source.sqlserver.log;

import dev.millrace.source.sqlserver.position.LogSequenceNumber;
import org.jspecify.annotations.Nullable;

/**
 * How far one run of the connector has come. It reads the change tables in rounds, and begins each by asking for the last transaction; whatever
 * was captured when it began a round is in its queue when it begins the next. One thread tells, any may ask.
 */
final class ReadingProgress {
    private volatile @Nullable LogSequenceNumber told;
    private @Nullable LogSequenceNumber round;

    /** @param captured how far the round goes at least: how far the capture job has come, asked before the connector asks for the last transaction */
    void roundBegins(LogSequenceNumber captured) {
        told = round;
        round = captured;
    }

    /** The place up to which everything is in the connector's queue; null before the first round has ended. */
    @Nullable
    LogSequenceNumber told() {
        return told;
    }
}
