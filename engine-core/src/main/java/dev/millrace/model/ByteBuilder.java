package dev.millrace.model;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing byte array to encode into. Not thread-safe; meant to be reused: {@link #clear()} keeps the array.
 */
public final class ByteBuilder {
    private static final int MAXIMUM_SIZE = Integer.MAX_VALUE - 16;

    private byte[] bytes;
    private int size;

    public ByteBuilder() {
        this(256);
    }

    public ByteBuilder(int initialCapacity) {
        bytes = new byte[Math.max(16, initialCapacity)];
    }

    public int size() {
        return size;
    }

    /** The backing array; only the first {@link #size()} bytes mean anything, and only until the next append. */
    public byte[] array() {
        return bytes;
    }

    public void clear() {
        size = 0;
    }

    /** Forgets everything appended after the builder had {@code newSize} bytes. */
    public void truncate(int newSize) {
        if (newSize < 0 || newSize > size) {
            throw new IllegalArgumentException("can't truncate " + size + " bytes to " + newSize);
        }
        size = newSize;
    }

    public ByteBuilder append(byte value) {
        ensure(1);
        bytes[size++] = value;
        return this;
    }

    public ByteBuilder append(char asciiCharacter) {
        return append((byte) asciiCharacter);
    }

    public ByteBuilder append(byte[] source) {
        return append(source, 0, source.length);
    }

    public ByteBuilder append(byte[] source, int offset, int length) {
        ensure(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
        return this;
    }

    /** Appends UTF-8. */
    public ByteBuilder append(String text) {
        return append(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Appends decimal digits, with a minus sign if negative. */
    public ByteBuilder appendDecimal(long value) {
        if (value < 0) {
            if (value == Long.MIN_VALUE) {
                return append("-9223372036854775808");
            }
            append('-');
            value = -value;
        }
        int digits = 1;
        for (long rest = value / 10; rest != 0; rest /= 10) {
            digits++;
        }
        return appendPadded(value, digits);
    }

    /** Appends the last {@code digits} decimal digits of a value that is not negative, with leading zeros. */
    public ByteBuilder appendPadded(long value, int digits) {
        ensure(digits);
        long rest = value;
        for (int i = size + digits - 1; i >= size; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += digits;
        return this;
    }

    /** Makes room for {@code length} bytes, so that the caller may write into {@link #array()} and then {@link #advance}. */
    public void ensure(int length) {
        if (bytes.length - size < length) {
            grow(length);
        }
    }

    /** Counts bytes that the caller wrote into {@link #array()} from {@link #size()} on. */
    public void advance(int length) {
        size += length;
    }

    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, size);
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** The bytes read as UTF-8. */
    @Override
    public String toString() {
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }

    private void grow(int length) {
        long wanted = (long) size + length;
        if (wanted > MAXIMUM_SIZE) {
            throw new OutOfMemoryError("a value buffer can't hold " + wanted + " bytes");
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(MAXIMUM_SIZE, Math.max(wanted, bytes.length * 2L)));
    }
}
