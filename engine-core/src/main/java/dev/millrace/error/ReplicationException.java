package dev.millrace.error;

import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * The only exception that the engine, its sources and its sinks throw on purpose. Its message says what failed, where (table,
 * source position) and what to do; it never holds a password or a row's values.
 */
public final class ReplicationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public ReplicationException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public ReplicationException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(requireNonNull(message, "message is null"), cause);
        this.code = requireNonNull(code, "code is null");
    }

    /** The stable name of what went wrong. */
    public ErrorCode code() {
        return code;
    }

    /** Whether rolling back and trying again from the last checkpoint can help. */
    public boolean isRetryable() {
        return code.category().reaction() == ErrorCategory.Reaction.RETRY;
    }

    /** The same failure seen from further out: keeps the code, puts {@code context} before the message. */
    public ReplicationException within(String context) {
        return new ReplicationException(code, context + ": " + getMessage(), this);
    }

    /** The same failure, with what to do about it behind the message. */
    public ReplicationException advising(String remedy) {
        return new ReplicationException(code, getMessage() + "; " + remedy, this);
    }
}
