package dev.millrace.source.mysql.value;

import dev.millrace.model.RowBuffer;

/**
 * Turns one column's values in a row image into canonical form. Stateless, so that one may serve many rows and threads.
 */
public abstract class ColumnDecoder {

    /**
     * Appends the value at {@code at} to the row that is being built.
     *
     * @return where the next column's value starts
     */
    public abstract int decode(byte[] bytes, int at, RowBuffer row);

    /** Where the next column's value starts. */
    public abstract int skip(byte[] bytes, int at);

    /** A column whose values all have the same number of bytes. */
    abstract static class Fixed extends ColumnDecoder {
        final int width;

        Fixed(int width) {
            this.width = width;
        }

        @Override
        public final int skip(byte[] bytes, int at) {
            return at + width;
        }
    }

    /** A column whose values carry their length in front. */
    abstract static class Prefixed extends ColumnDecoder {
        private final int prefix;

        Prefixed(int prefix) {
            this.prefix = prefix;
        }

        @Override
        public final int decode(byte[] bytes, int at, RowBuffer row) {
            int length = valueLength(bytes, at);
            int start = at + prefix;
            value(bytes, start, length, row);
            return start + length;
        }

        @Override
        public final int skip(byte[] bytes, int at) {
            return at + prefix + valueLength(bytes, at);
        }

        abstract void value(byte[] bytes, int start, int length, RowBuffer row);

        final int valueStart(int at) {
            return at + prefix;
        }

        final int valueLength(byte[] bytes, int at) {
            return switch (prefix) {
                case 1 -> LittleEndian.uint1(bytes, at);
                case 2 -> LittleEndian.uint2(bytes, at);
                case 3 -> LittleEndian.uint3(bytes, at);
                default -> LittleEndian.int4(bytes, at);
            };
        }
    }
}
