package dev.millrace.source.postgres.reader;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Answers calls from a script: what each call brings and where the slot stands then; behind the script a call hangs until aborted. */
final class ScriptedCalls implements StretchCalls {
    private record Call(List<byte[]> messages, SlotState end) {}

    final AtomicInteger begun = new AtomicInteger();
    final AtomicInteger received = new AtomicInteger();
    final CountDownLatch hanging = new CountDownLatch(1);
    private final CountDownLatch aborted = new CountDownLatch(1);
    private final Deque<Call> script = new ArrayDeque<>();
    private final Deque<byte[]> messages = new ArrayDeque<>();
    private @Nullable SlotState state;
    private @Nullable SQLException failure;

    ScriptedCalls call(SlotState end, byte[]... brought) {
        script.add(new Call(List.of(brought), end));
        return this;
    }

    /** Fails behind the script, instead of hanging. */
    ScriptedCalls thenFail(SQLException reason) {
        failure = reason;
        return this;
    }

    /** The pieces of a binary copy: a header with the first row, a row each, and the trailer. */
    static byte[][] copy(byte[]... values) {
        byte[][] pieces = new byte[values.length + 1][];
        byte[] header = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0};
        for (int i = 0; i < values.length; i++) {
            ByteArrayOutputStream piece = new ByteArrayOutputStream();
            piece.writeBytes(i == 0 ? header : new byte[0]);
            piece.writeBytes(ByteBuffer.allocate(6)
                    .putShort((short) 1)
                    .putInt(values[i].length)
                    .array());
            piece.writeBytes(values[i]);
            pieces[i] = piece.toByteArray();
        }
        pieces[values.length] = new byte[] {(byte) 0xFF, (byte) 0xFF};
        return pieces;
    }

    @Override
    public void begin(long upTo, long changes) throws SQLException {
        begun.incrementAndGet();
        Call next = script.poll();
        if (next == null) {
            end();
        } else {
            messages.addAll(next.messages());
            state = next.end();
        }
    }

    private void end() throws SQLException {
        if (failure != null) {
            throw failure;
        }
        hanging.countDown();
        boolean interrupted = false;
        while (aborted.getCount() > 0) {
            try {
                aborted.await();
            } catch (InterruptedException likeASocketThatDoesNotCare) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        throw new SQLException("socket closed", "08006");
    }

    @Override
    public byte @Nullable [] next() {
        byte[] message = messages.poll();
        received.addAndGet(message == null ? 0 : 1);
        return message;
    }

    @Override
    public SlotState state() throws SQLException {
        if (state == null) {
            throw new SQLException("no call before");
        }
        return state;
    }

    @Override
    public void abort() {
        aborted.countDown();
    }
}
