package dev.millrace.source.mysql.value;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.RowBuffer;

/** Decoders of numeric columns. */
final class NumberDecoders {
    private NumberDecoders() {}

    /** An integer of one, two, three, four or eight bytes. */
    static ColumnDecoder integer(int width, boolean unsigned) {
        if (width == 8) {
            return unsigned ? new Unsigned8() : new Signed8();
        }
        return new Integer4(width, unsigned);
    }

    static ColumnDecoder decimal(int precision, int scale) {
        return new Decimal(precision, scale);
    }

    static ColumnDecoder real4() {
        return new Real4();
    }

    static ColumnDecoder real8() {
        return new Real8();
    }

    static ColumnDecoder bit(int bits) {
        return new Bits(bits);
    }

    static ColumnDecoder year() {
        return new Year();
    }

    static void appendUnsigned(long value, ByteBuilder out) {
        if (value >= 0) {
            out.appendDecimal(value);
            return;
        }
        long tens = Long.divideUnsigned(value, 10);
        out.appendDecimal(tens).append((char) ('0' + (value - tens * 10)));
    }

    static void appendBits(long value, int bits, ByteBuilder out) {
        out.ensure(bits);
        byte[] target = out.array();
        int end = out.size() + bits;
        for (int i = 1; i <= bits; i++) {
            target[end - i] = (byte) ('0' + ((value >>> (i - 1)) & 1));
        }
        out.advance(bits);
    }

    private static final class Integer4 extends ColumnDecoder.Fixed {
        private final boolean unsigned;

        Integer4(int width, boolean unsigned) {
            super(width);
            this.unsigned = unsigned;
        }

        @Override
        public int decode(byte[] bytes, int at, RowBuffer row) {
            row.openValue().appendDecimal(unsigned ? unsigned(bytes, at) : signed(bytes, at));
            row.closeValue();
            return at + width;
        }

        private long unsigned(byte[] bytes, int at) {
            return switch (width) {
                case 1 -> LittleEndian.uint1(bytes, at);
                case 2 -> LittleEndian.uint2(bytes, at);
                case 3 -> LittleEndian.uint3(bytes, at);
                default -> LittleEndian.uint4(bytes, at);
            };
        }

        private long signed(byte[] bytes, int at) {
            return switch (width) {
                case 1 -> bytes[at];
                case 2 -> (short) LittleEndian.uint2(bytes, at);
                case 3 -> LittleEndian.int3(bytes, at);
                default -> LittleEndian.int4(bytes, at);
            };
        }
    }

    private static final class Signed8 extends ColumnDecoder.Fixed {
        Signed8() {
            super(8);
        }

        @Override
        public int decode(byte[] bytes, int at, RowBuffer row) {
            row.openValue().appendDecimal(LittleEndian.int8(bytes, at));
            row.closeValue();
            return at + width;
        }
    }

    private static final class Unsigned8 extends ColumnDecoder.Fixed {
        Unsigned8() {
            super(8);
        }

        @Override
        public int decode(byte[] bytes, int at, RowBuffer row) {
            appendUnsigned(LittleEndian.int8(bytes, at), row.openValue());
            row.closeValue();
            return at + width;
        }
    }

    private static final class Decimal extends ColumnDecoder.Fixed {
        private final int precision;
        private final int scale;

        Decimal(int precision, int scale) {
            super(BinaryDecimal.length(precision, scale));
            this.precision = precision;
            this.scale = scale;
        }

        @Override
        public int decode(byte[] bytes, int at, RowBuffer row) {
            BinaryDecimal.append(bytes, at, precision, scale, row.openValue());
            row.closeValue();
            return at + width;
        }
    }

    private static final class Real4 extends ColumnDecoder.Fixed {
        Real4() {
            super(4);
        }

        @Override
        public int decode(byte[] bytes, int at, RowBuffer row) {
            ShortestDecimal.append(Float.intBitsToFloat(LittleEndian.int4(bytes, at)), row.openValue());
            row.closeValue();
            return at + width;
        }
    }

    private static final class Real8 extends ColumnDecoder.Fixed {
        Real8() {
            super(8);
        }

        @Override
        public int decode(byte[] bytes, int at, RowBuffer row) {
            ShortestDecimal.append(Double.longBitsToDouble(LittleEndian.int8(bytes, at)), row.openValue());
            row.closeValue();
            return at + width;
        }
    }

    private static final class Bits extends ColumnDecoder.Fixed {
        private final int bits;

        Bits(int bits) {
            super((bits + 7) / 8);
            this.bits = bits;
        }

        @Override
        public int decode(byte[] bytes, int at, RowBuffer row) {
            appendBits(LittleEndian.bigEndian(bytes, at, width), bits, row.openValue());
            row.closeValue();
            return at + width;
        }
    }

    private static final class Year extends ColumnDecoder.Fixed {
        Year() {
            super(1);
        }

        @Override
        public int decode(byte[] bytes, int at, RowBuffer row) {
            int value = LittleEndian.uint1(bytes, at);
            row.openValue().appendPadded(value == 0 ? 0 : 1900 + value, 4);
            row.closeValue();
            return at + width;
        }
    }
}
