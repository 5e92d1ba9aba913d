package dev.millrace.source.postgres.catalog;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.WireForm;

/** {@code char(n)} with its padding, which means nothing; the canonical form goes without (DMS: {@code TrimSpaceInChar}). */
final class PaddedText implements WireForm {
    static final WireForm INSTANCE = new PaddedText();

    private PaddedText() {}

    @Override
    public String name() {
        return "postgres-padded";
    }

    @Override
    public void writeCanonical(byte[] data, int offset, int length, ByteBuilder out) {
        int end = offset + length;
        while (end > offset && data[end - 1] == ' ') {
            end--;
        }
        out.append(data, offset, end - offset);
    }

    @Override
    public String toString() {
        return name();
    }
}
