package dev.millrace.source.postgres.decoding;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Builds messages of pgoutput byte by byte, after the manual's description. */
final class MessageBuilder {
    /** Marks a value that the log left out. */
    static final String UNCHANGED = new String("unchanged");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    private interface Write {
        void to(DataOutputStream out) throws IOException;
    }

    private MessageBuilder write(Write write) {
        try {
            write.to(out);
            return this;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    MessageBuilder kind(char kind) {
        return write(out -> out.writeByte(kind));
    }

    MessageBuilder int16(int value) {
        return write(out -> out.writeShort(value));
    }

    MessageBuilder int32(long value) {
        return write(out -> out.writeInt((int) value));
    }

    MessageBuilder int64(long value) {
        return write(out -> out.writeLong(value));
    }

    MessageBuilder text(String text) {
        return write(out -> {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.writeByte(0);
        });
    }

    MessageBuilder tuple(char kind, @Nullable String... values) {
        kind(kind).int16(values.length);
        for (String value : values) {
            if (value == null) {
                kind('n');
            } else if (value == UNCHANGED) {
                kind('u');
            } else {
                byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
                kind('t').int32(encoded.length).write(out -> out.write(encoded));
            }
        }
        return this;
    }

    byte[] build() {
        return bytes.toByteArray();
    }

    static MessageBuilder message(char kind) {
        return new MessageBuilder().kind(kind);
    }

    static byte[] begin(long commitPosition, long micros, int transaction) {
        return message('B')
                .int64(commitPosition)
                .int64(micros)
                .int32(transaction)
                .build();
    }

    static byte[] commit(long commitPosition, long end, long micros) {
        return message('C')
                .kind((char) 0)
                .int64(commitPosition)
                .int64(end)
                .int64(micros)
                .build();
    }

    /** A table of text columns, those whose names end with a star being part of the replica identity. */
    static byte[] relation(long oid, String table, char identity, String... columns) {
        MessageBuilder builder = message('R')
                .int32(oid)
                .text("public")
                .text(table)
                .kind(identity)
                .int16(columns.length);
        for (String column : columns) {
            boolean key = column.endsWith("*");
            builder.kind((char) (key ? 1 : 0))
                    .text(column.replace("*", ""))
                    .int32(25)
                    .int32(-1);
        }
        return builder.build();
    }
}
