package dev.millrace.source.postgres.catalog;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.WireForm;

/** {@code bytea} as the server prints it: {@code \x} and two hexadecimal digits per byte. */
final class HexBytes implements WireForm {
    static final WireForm INSTANCE = new HexBytes();

    private HexBytes() {}

    @Override
    public String name() {
        return "postgres-hex";
    }

    @Override
    public void writeCanonical(byte[] data, int offset, int length, ByteBuilder out) {
        int bytes = (length - 2) / 2;
        out.ensure(bytes);
        byte[] target = out.array();
        int to = out.size();
        for (int from = offset + 2; from < offset + length; from += 2) {
            target[to++] = (byte) (digit(data[from]) << 4 | digit(data[from + 1]));
        }
        out.advance(bytes);
    }

    private static int digit(byte character) {
        return character <= '9' ? character - '0' : (character | 0x20) - 'a' + 10;
    }

    @Override
    public String toString() {
        return name();
    }
}
