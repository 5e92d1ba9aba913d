package dev.millrace.source.mysql.value;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.RowBuffer;

/** Decoders of date and time columns, in the storage formats before and since MySQL 5.6. */
final class TemporalDecoders {
    private static final String ZERO_MOMENT = "0000-00-00 00:00:00";
    private static final int[] FRACTION_BYTES = {0, 1, 1, 2, 2, 3, 3};
    private static final int[] MICROS_PER_UNIT = {0, 10_000, 100, 1};

    private TemporalDecoders() {}

    static ColumnDecoder date() {
        return new Date();
    }

    static ColumnDecoder time(int digits) {
        return new Time(digits);
    }

    static ColumnDecoder dateTime(int digits) {
        return new DateTime(digits);
    }

    static ColumnDecoder timestamp(int digits) {
        return new Timestamp(digits);
    }

    static ColumnDecoder oldTime() {
        return new OldTime();
    }

    static ColumnDecoder oldDateTime() {
        return new OldDateTime();
    }

    static ColumnDecoder oldTimestamp() {
        return new OldTimestamp();
    }

    private static int micros(byte[] bytes, int at, int digits) {
        int width = FRACTION_BYTES[digits];
        return width == 0 ? 0 : (int) LittleEndian.bigEndian(bytes, at, width) * MICROS_PER_UNIT[width];
    }

    private static void appendMoment(long seconds, int micros, int digits, ByteBuilder out) {
        if (seconds == 0 && micros == 0) {
            out.append(ZERO_MOMENT);
            TemporalText.fraction(0, digits, out);
        } else {
            TemporalText.utc(seconds, micros, digits, out);
        }
        out.append("+00");
    }

    private static final class Date extends ColumnDecoder.Fixed {
        Date() {
            super(3);
        }

        @Override
        public int decode(byte[] bytes, int at, RowBuffer row) {
            int value = LittleEndian.uint3(bytes, at);
            TemporalText.date(value >> 9, (value >> 5) & 15, value & 31, row.openValue());
            row.closeValue();
            return at + width;
        }
    }

    private static final class Time extends ColumnDecoder.Fixed {
        private final int digits;

        Time(int digits) {
            super(3 + FRACTION_BYTES[digits]);
            this.digits = digits;
        }

        @Override
        public int decode(byte[] bytes, int at, RowBuffer row) {
            int fractionBits = 8 * (width - 3);
            long packed = LittleEndian.bigEndian(bytes, at, width) - (0x800000L << fractionBits);
            ByteBuilder out = row.openValue();
            if (packed < 0) {
                out.append('-');
                packed = -packed;
            }
            int whole = (int) (packed >> fractionBits);
            TemporalText.time((whole >> 12) & 0x3FF, (whole >> 6) & 63, whole & 63, out);
            int fraction = (int) (packed & ((1L << fractionBits) - 1));
            TemporalText.fraction(fraction * MICROS_PER_UNIT[width - 3], digits, out);
            row.closeValue();
            return at + width;
        }
    }

    private static final class DateTime extends ColumnDecoder.Fixed {
        private final int digits;

        DateTime(int digits) {
            super(5 + FRACTION_BYTES[digits]);
            this.digits = digits;
        }

        @Override
        public int decode(byte[] bytes, int at, RowBuffer row) {
            long packed = LittleEndian.bigEndian(bytes, at, 5) - 0x8000000000L;
            int days = (int) (packed >> 17);
            int months = days >> 5;
            int seconds = (int) packed & 0x1FFFF;
            ByteBuilder out = row.openValue();
            TemporalText.date(months / 13, months % 13, days & 31, out);
            out.append(' ');
            TemporalText.time(seconds >> 12, (seconds >> 6) & 63, seconds & 63, out);
            TemporalText.fraction(micros(bytes, at + 5, digits), digits, out);
            row.closeValue();
            return at + width;
        }
    }

    private static final class Timestamp extends ColumnDecoder.Fixed {
        private final int digits;

        Timestamp(int digits) {
            super(4 + FRACTION_BYTES[digits]);
            this.digits = digits;
        }

        @Override
        public int decode(byte[] bytes, int at, RowBuffer row) {
            long seconds = LittleEndian.bigEndian(bytes, at, 4);
            appendMoment(seconds, micros(bytes, at + 4, digits), digits, row.openValue());
            row.closeValue();
            return at + width;
        }
    }

    private static final class OldTime extends ColumnDecoder.Fixed {
        OldTime() {
            super(3);
        }

        @Override
        public int decode(byte[] bytes, int at, RowBuffer row) {
            int value = LittleEndian.int3(bytes, at);
            ByteBuilder out = row.openValue();
            if (value < 0) {
                out.append('-');
                value = -value;
            }
            TemporalText.time(value / 10_000, value / 100 % 100, value % 100, out);
            row.closeValue();
            return at + width;
        }
    }

    private static final class OldDateTime extends ColumnDecoder.Fixed {
        OldDateTime() {
            super(8);
        }

        @Override
        public int decode(byte[] bytes, int at, RowBuffer row) {
            long value = LittleEndian.int8(bytes, at);
            int date = (int) (value / 1_000_000);
            int time = (int) (value % 1_000_000);
            ByteBuilder out = row.openValue();
            TemporalText.date(date / 10_000, date / 100 % 100, date % 100, out);
            out.append(' ');
            TemporalText.time(time / 10_000, time / 100 % 100, time % 100, out);
            row.closeValue();
            return at + width;
        }
    }

    private static final class OldTimestamp extends ColumnDecoder.Fixed {
        OldTimestamp() {
            super(4);
        }

        @Override
        public int decode(byte[] bytes, int at, RowBuffer row) {
            appendMoment(LittleEndian.uint4(bytes, at), 0, 0, row.openValue());
            row.closeValue();
            return at + width;
        }
    }
}
