package dev.millrace.source.mysql.value;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.RowBuffer;
import java.nio.charset.StandardCharsets;

/** Decoders of MariaDB's types for identifiers and addresses, which the log holds as fixed-length binary strings. */
final class AddressDecoders {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private AddressDecoders() {}

    private static void hex(int value, ByteBuilder out) {
        out.append(HEX[value >> 4 & 15]).append(HEX[value & 15]);
    }

    /** A fixed number of bytes, of which the log leaves out zeros at the end. */
    private abstract static class FixedBytes extends ColumnDecoder.Prefixed {
        private final int width;

        FixedBytes(int width) {
            super(1);
            this.width = width;
        }

        @Override
        final void value(byte[] bytes, int start, int length, RowBuffer row) {
            byte[] all = new byte[width];
            System.arraycopy(bytes, start, all, 0, length);
            write(all, row.openValue());
            row.closeValue();
        }

        abstract void write(byte[] all, ByteBuilder out);
    }

    /**
     * MariaDB stores identifiers of the versions 1 to 5 last part first, so that those of version 1 sort by age. All others, those
     * of a variant without version among them, stand as written. It refuses the few that would look like the first when they
     * stand as written: a version from 8 on with a variant below 8.
     */
    static final class Uuid extends FixedBytes {
        private static final int[] STRAIGHT = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
        private static final int[] SWAPPED = {12, 13, 14, 15, 10, 11, 8, 9, 6, 7, 0, 1, 2, 3, 4, 5};

        Uuid() {
            super(16);
        }

        @Override
        void write(byte[] all, ByteBuilder out) {
            int[] order = isSwapped(all) ? SWAPPED : STRAIGHT;
            for (int i = 0; i < 16; i++) {
                if (i == 4 || i == 6 || i == 8 || i == 10) {
                    out.append('-');
                }
                hex(all[order[i]], out);
            }
        }

        private static boolean isSwapped(byte[] stored) {
            return (stored[6] & 0x80) != 0 && (stored[8] & 0x80) == 0;
        }
    }

    /** An IPv4 address. */
    static final class Inet4 extends FixedBytes {
        Inet4() {
            super(4);
        }

        @Override
        void write(byte[] all, ByteBuilder out) {
            for (int i = 0; i < 4; i++) {
                if (i > 0) {
                    out.append('.');
                }
                out.appendDecimal(all[i] & 0xFF);
            }
        }
    }

    /** An IPv6 address, shortened as the server shortens it. */
    static final class Inet6 extends FixedBytes {
        private static final int WORDS = 8;

        Inet6() {
            super(16);
        }

        @Override
        void write(byte[] all, ByteBuilder out) {
            int[] words = new int[WORDS];
            for (int i = 0; i < WORDS; i++) {
                words[i] = ((all[2 * i] & 0xFF) << 8) | (all[2 * i + 1] & 0xFF);
            }
            int gapStart = -1;
            int gapLength = 0;
            for (int i = 0; i < WORDS; i++) {
                int run = 0;
                while (i + run < WORDS && words[i + run] == 0) {
                    run++;
                }
                if (run > gapLength) {
                    gapStart = i;
                    gapLength = run;
                }
                i += run;
            }
            boolean holdsV4 = gapStart == 0 && (gapLength == 6 || (gapLength == 5 && words[5] == 0xFFFF));
            for (int i = 0; i < WORDS; i++) {
                if (i == gapStart && gapLength > 0) {
                    out.append("::");
                    i += gapLength - 1;
                } else if (holdsV4 && i == 6) {
                    separate(i, gapStart + gapLength, out);
                    out.append((all[12] & 0xFF) + "." + (all[13] & 0xFF) + "." + (all[14] & 0xFF) + "."
                            + (all[15] & 0xFF));
                    return;
                } else {
                    separate(i, gapStart + gapLength, out);
                    out.append(Integer.toHexString(words[i]));
                }
            }
        }

        private static void separate(int word, int afterGap, ByteBuilder out) {
            if (word > 0 && word != afterGap) {
                out.append(':');
            }
        }
    }
}
