package dev.millrace.sink.postgres;

import dev.millrace.model.ByteBuilder;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/**
 * One {@code COPY … FROM STDIN} after the other on one connection, through one buffer. While a COPY is open the connection can do nothing
 * else.
 */
final class CopyStream {
    private static final int WRITE_BYTES = 64 * 1024;
    private static final int LARGEST_KEPT_BUFFER = 4 * 1024 * 1024;

    private final CopyManager copyManager;
    private ByteBuilder buffer = new ByteBuilder(WRITE_BYTES + WRITE_BYTES / 2);
    private @Nullable CopyIn open;

    CopyStream(CopyManager copyManager) {
        this.copyManager = copyManager;
    }

    boolean isOpen() {
        return open != null;
    }

    void begin(String statement) throws SQLException {
        open = copyManager.copyIn(statement);
        buffer.clear();
    }

    /** Where lines are appended to; {@link #lineDone} must follow each. */
    ByteBuilder buffer() {
        return buffer;
    }

    /** Sends the buffer if it has enough for one write. */
    void lineDone() throws SQLException {
        if (buffer.size() >= WRITE_BYTES) {
            flush();
        }
    }

    /** Sends a part of the stream that somebody else made. */
    void send(ByteBuilder part) throws SQLException {
        requireOpen().writeToCopy(part.array(), 0, part.size());
    }

    /** Sends the rest and waits for the server's verdict. */
    void end() throws SQLException {
        if (buffer.size() > 0) {
            flush();
        }
        CopyIn copy = requireOpen();
        open = null;
        copy.endCopy();
    }

    /** Breaks an open COPY off, so that the connection can roll back. */
    void cancel() throws SQLException {
        CopyIn copy = open;
        open = null;
        if (copy != null && copy.isActive()) {
            copy.cancelCopy();
        }
    }

    private void flush() throws SQLException {
        requireOpen().writeToCopy(buffer.array(), 0, buffer.size());
        if (buffer.array().length > LARGEST_KEPT_BUFFER) {
            buffer = new ByteBuilder(WRITE_BYTES + WRITE_BYTES / 2);
        }
        buffer.clear();
    }

    private CopyIn requireOpen() {
        CopyIn copy = open;
        if (copy == null) {
            throw new IllegalStateException("no COPY is open");
        }
        return copy;
    }
}
