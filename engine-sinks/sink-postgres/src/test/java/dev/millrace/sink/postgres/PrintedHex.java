package dev.millrace.sink.postgres;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.WireForm;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The wire form of {@code bytea} as PostgreSQL prints it. */
final class PrintedHex implements WireForm {
    @Override
    public String name() {
        return "postgres-hex";
    }

    @Override
    public void writeCanonical(byte[] data, int offset, int length, ByteBuilder out) {
        String text = new String(data, offset, length, StandardCharsets.US_ASCII);
        out.append(HexFormat.of().parseHex(text.substring(2)));
    }
}
