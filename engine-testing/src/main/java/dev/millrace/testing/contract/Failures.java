package dev.millrace.testing.contract;

import dev.millrace.error.ErrorCategory;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Work that has to fail, and how. */
public final class Failures {
    private Failures() {}

    /** Runs work that must fail with that code, and returns its exception. */
    public static ReplicationException failsWith(ErrorCode code, ThrowingCallable work) {
        ReplicationException failure = fails(work);
        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
        return failure;
    }

    /** Runs work that must fail with some code of that category, and returns its exception. */
    public static ReplicationException failsWith(ErrorCategory category, ThrowingCallable work) {
        ReplicationException failure = fails(work);
        assertThat(failure.code().category()).as(failure.getMessage()).isEqualTo(category);
        return failure;
    }

    private static ReplicationException fails(ThrowingCallable work) {
        Throwable failure = catchThrowable(work);
        assertThat(failure)
                .as("the only exception that a source or sink throws on purpose")
                .isInstanceOf(ReplicationException.class);
        return (ReplicationException) failure;
    }
}
