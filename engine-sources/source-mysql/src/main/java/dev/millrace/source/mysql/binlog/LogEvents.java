package dev.millrace.source.mysql.binlog;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.source.mysql.server.Remedies;
import dev.millrace.source.mysql.wire.EventHeader;
import dev.millrace.source.mysql.wire.EventStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The events of a log one by one, with compressed transactions unpacked on the way: their events come in place of the one that
 * holds them, unpacked piece by piece. Not thread-safe, except for {@link #close}.
 */
final class LogEvents implements AutoCloseable {
    private static final int UNCOMPRESSED = 255;
    private static final int PAYLOAD_SIZE = 1;
    private static final int COMPRESSION = 2;
    private static final int LARGEST_EVENT = 1 << 30;

    private final EventStream stream;
    private @Nullable InputStream payload;
    private byte[] inner = new byte[64 * 1024];
    private byte[] bytes = inner;
    private int start;
    private int end;
    private long nextOffset;

    LogEvents(EventStream stream) {
        this.stream = stream;
    }

    /** Goes on to the next event, waiting up to {@code nanos} for it; false if none came. */
    boolean next(long nanos) {
        while (true) {
            if (payload != null) {
                if (nextInPayload(payload)) {
                    return true;
                }
                payload = null;
            }
            if (!stream.next(nanos)) {
                return false;
            }
            nextOffset = EventHeader.nextOffset(stream.array(), stream.offset());
            if (EventHeader.type(stream.array(), stream.offset()) != EventTypes.TRANSACTION_PAYLOAD) {
                stream.assemble();
                bytes = stream.array();
                start = stream.offset();
                end = start + (int) stream.size();
                return true;
            }
            payload = open(stream.body());
        }
    }

    private static InputStream open(InputStream body) {
        try {
            long size = -1;
            long compression = -1;
            for (long field = packed(body); field != 0; field = packed(body)) {
                long length = packed(body);
                if (field == PAYLOAD_SIZE) {
                    size = packed(body);
                } else if (field == COMPRESSION) {
                    compression = packed(body);
                } else {
                    body.skipNBytes(length);
                }
            }
            InputStream bounded = new BoundedInput(body, size);
            if (compression == UNCOMPRESSED) {
                return bounded;
            }
            if (compression != 0) {
                throw new ReplicationException(
                        ErrorCode.SOURCE_EVENT_UNSUPPORTED,
                        "a transaction is compressed by method " + compression
                                + ", which is not known; run SET GLOBAL binlog_transaction_compression = OFF and "
                                + Remedies.RELOAD);
            }
            return new ZstdInputStreamNoFinalizer(bounded);
        } catch (IOException damaged) {
            throw damaged(damaged);
        }
    }

    private static long packed(InputStream in) throws IOException {
        int first = in.read();
        int width = switch (first) {
            case -1 -> throw new EOFException("the header of a compressed transaction ends too early");
            case 0xFC -> 2;
            case 0xFD -> 3;
            case 0xFE -> 8;
            default -> 0;
        };
        if (width == 0) {
            return first;
        }
        long value = 0;
        for (int i = 0; i < width; i++) {
            value |= (in.read() & 0xFFL) << (8 * i);
        }
        return value;
    }

    private boolean nextInPayload(InputStream in) {
        try {
            int read = in.readNBytes(inner, 0, EventHeader.LENGTH);
            if (read == 0) {
                in.close();
                return false;
            }
            long size = EventHeader.size(inner, 0);
            if (read < EventHeader.LENGTH || size < EventHeader.LENGTH || size > LARGEST_EVENT) {
                throw new EOFException("an event in a compressed transaction has " + size + " bytes");
            }
            if (size > inner.length) {
                byte[] larger = new byte[(int) Math.min(LARGEST_EVENT, size * 2)];
                System.arraycopy(inner, 0, larger, 0, EventHeader.LENGTH);
                inner = larger;
            }
            int rest = (int) size - EventHeader.LENGTH;
            if (in.readNBytes(inner, EventHeader.LENGTH, rest) < rest) {
                throw new EOFException("a compressed transaction ends in the middle of an event");
            }
            bytes = inner;
            start = 0;
            end = (int) size;
            return true;
        } catch (IOException damaged) {
            throw damaged(damaged);
        }
    }

    private static ReplicationException damaged(IOException cause) {
        return new ReplicationException(
                ErrorCode.SOURCE_LOG_UNREADABLE,
                "a compressed transaction can't be unpacked: " + cause.getMessage() + "; " + Remedies.RELOAD,
                cause);
    }

    int type() {
        return EventHeader.type(bytes, start);
    }

    int flags() {
        return EventHeader.flags(bytes, start);
    }

    long seconds() {
        return EventHeader.seconds(bytes, start);
    }

    /** Where the log goes on behind this event or the transaction that it is packed in, modulo 4 GiB; 0 if it is in no file. */
    long nextOffset() {
        return nextOffset;
    }

    byte[] array() {
        return bytes;
    }

    /** Where the event starts, header first. */
    int start() {
        return start;
    }

    /** Where the event's own data start. */
    int body() {
        return start + EventHeader.LENGTH;
    }

    int end() {
        return end;
    }

    /** Whether the server said that its log ends here. */
    boolean isFinished() {
        return payload == null && stream.isFinished();
    }

    @Override
    public void close() {
        stream.close();
    }

    /** The first so many bytes of another stream. */
    private static final class BoundedInput extends InputStream {
        private final InputStream in;
        private long left;

        BoundedInput(InputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            if (left == 0) {
                return -1;
            }
            left--;
            return in.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = in.read(target, offset, (int) Math.min(length, left));
            left -= Math.max(count, 0);
            return count;
        }
    }
}
