package dev.millrace.mapping;

import dev.millrace.model.LobClass;

/** Where values of one class of large objects are cut. Immutable. */
final class LobLimit {
    private static final int KILOBYTE = 1024;
    private static final int SURROGATES = 2;
    private static final int FIRST_BITS = 0xC0;
    private static final int GOES_ON = 0x80;
    private static final int LEAD_OF_TWO = 0xC0;
    private static final int LEAD_OF_THREE = 0xE0;
    private static final int LEAD_OF_FOUR = 0xF0;

    private final LobClass lobClass;
    private final int bytes;

    LobLimit(LobClass lobClass, int kilobytes) {
        this.lobClass = lobClass;
        this.bytes = kilobytes * KILOBYTE;
    }

    /** How many bytes of a canonical value stay; all of them if it is small enough. Text is cut between code points. */
    int kept(byte[] data, int offset, int length) {
        return switch (lobClass) {
            case BLOB -> Math.min(length, bytes);
            case CLOB -> length <= bytes ? length : wholeCodePoints(data, offset, bytes);
            case NCLOB -> length <= bytes / SURROGATES ? length : units(data, offset, length);
        };
    }

    /** The byte behind the last may not go on with a code point. */
    private static int wholeCodePoints(byte[] data, int offset, int end) {
        int kept = end;
        while (kept > 0 && (data[offset + kept] & FIRST_BITS) == GOES_ON) {
            kept--;
        }
        return kept;
    }

    /** As many bytes as hold no more units of UTF-16 than the limit. */
    private int units(byte[] data, int offset, int length) {
        int left = bytes / SURROGATES;
        int kept = 0;
        while (kept < length) {
            int lead = data[offset + kept] & 0xFF;
            left -= lead >= LEAD_OF_FOUR ? SURROGATES : 1;
            if (left < 0) {
                return kept;
            }
            kept += sizeOf(lead);
        }
        return length;
    }

    private static int sizeOf(int lead) {
        if (lead < LEAD_OF_TWO) {
            return 1;
        }
        if (lead < LEAD_OF_THREE) {
            return 2;
        }
        return lead < LEAD_OF_FOUR ? 3 : 4;
    }
}
