package dev.millrace.spi.source;

import dev.millrace.model.SourcePosition;
import java.time.Instant;

/** Where a task that only replicates changes begins. */
public sealed interface CaptureStart {
    /** At the end of the log, or at the confirmed position of a slot that the endpoint names and that exists. */
    record Now() implements CaptureStart {}

    /** Behind a position. */
    record At(SourcePosition position) implements CaptureStart {}

    /** With the first transaction committed at or after a time; refused by engines whose log has no index by time. */
    record Since(Instant time) implements CaptureStart {}
}
