package dev.millrace.servers;

import org.jspecify.annotations.Nullable;

/** A server could not be unpacked, started or ended. The message says why and ends with the last lines of its log. */
public final class EmbeddedServerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EmbeddedServerException(String message) {
        super(message);
    }

    EmbeddedServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
