package dev.millrace.sink.s3.upload;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** A part that another thread uploads. */
record PartUnderWay(String key, Future<String> sent) {

    /** Waits for it; returns its tag, or throws what kept it from being written. */
    String tag() {
        try {
            return sent.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof ReplicationException told) {
                throw told;
            }
            throw new ReplicationException(ErrorCode.INTERNAL, "can't write a part of " + key, failed.getCause());
        } catch (CancellationException closed) {
            throw new ReplicationException(
                    ErrorCode.TARGET_CONNECTION_LOST, "can't write a part of " + key + ": the sink was closed", closed);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new ReplicationException(
                    ErrorCode.TARGET_CONNECTION_LOST,
                    "interrupted while a part of " + key + " was written",
                    interruption);
        }
    }

    /** Waits until nothing more of it comes. */
    void awaitEnd() {
        try {
            sent.get();
        } catch (ExecutionException | CancellationException given) {
            // it is given up anyway
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }
}
