package dev.millrace.sink.s3.parquet;

import dev.millrace.model.ByteBuilder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers of fixed width in packed rows. */
final class Packed {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Packed() {}

    static void appendInt(int value, ByteBuilder out) {
        out.ensure(Integer.BYTES);
        INTS.set(out.array(), out.size(), value);
        out.advance(Integer.BYTES);
    }

    static void appendLong(long value, ByteBuilder out) {
        out.ensure(Long.BYTES);
        LONGS.set(out.array(), out.size(), value);
        out.advance(Long.BYTES);
    }

    static int intAt(byte[] packed, int at) {
        return (int) INTS.get(packed, at);
    }

    static long longAt(byte[] packed, int at) {
        return (long) LONGS.get(packed, at);
    }
}
