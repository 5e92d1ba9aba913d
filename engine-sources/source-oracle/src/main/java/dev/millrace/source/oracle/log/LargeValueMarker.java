package dev.millrace.source.oracle.log;

import dev.millrace.model.TableId;
import dev.millrace.source.oracle.server.Sql;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What stands for a large value on its way through Debezium: a text that says which row it is of. No value of a table can be it but by guessing. Thread-safe.
 */
final class LargeValueMarker {
    private final String prefix = "large value " + UUID.randomUUID() + " ";

    /**
     * A statement that gives the column the marker.
     *
     * @param key conditions that only this row meets
     */
    String update(TableId table, LocatedValue value, String key) {
        String marker = prefix + HexFormat.of().formatHex(key.getBytes(StandardCharsets.UTF_8));
        String literal = value.isBinary()
                ? "HEXTORAW('" + HexFormat.of().formatHex(marker.getBytes(StandardCharsets.US_ASCII)) + "')"
                : "'" + marker + "'";
        return "update " + Sql.table(table) + " set " + Sql.name(value.column()) + " = " + literal + " where "
                + value.where() + ";";
    }

    /** The conditions by which the row is found if the value is a marker. */
    Optional<String> key(@Nullable Object value) {
        if (value instanceof String text) {
            return text.startsWith(prefix)
                    ? Optional.of(new String(
                            HexFormat.of().parseHex(text.substring(prefix.length())), StandardCharsets.UTF_8))
                    : Optional.empty();
        }
        if (value instanceof byte[] bytes) {
            return key(ByteBuffer.wrap(bytes));
        }
        return value instanceof ByteBuffer buffer && isMarker(buffer)
                ? key(StandardCharsets.US_ASCII.decode(buffer.duplicate()).toString())
                : Optional.empty();
    }

    private boolean isMarker(ByteBuffer bytes) {
        for (int i = 0; i < prefix.length(); i++) {
            if (i >= bytes.remaining() || bytes.get(bytes.position() + i) != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
