package dev.millrace.sink.postgres.encode;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Gives some columns of rows of one layout as the text of statement parameters. Not thread-safe: it has a scratch buffer. */
public final class ParameterEncoder {
    private final int[] columns;
    private final ColumnSchema[] schemas;
    private final ValueForm[] forms;
    private final ByteBuilder canonical = new ByteBuilder();
    private final ByteBuilder hex = new ByteBuilder();

    /**
     * Encodes columns of {@code layout}.
     *
     * @param columns their ordinals, in the order of the parameters
     */
    public ParameterEncoder(TableSchema layout, int[] columns) {
        this.columns = columns.clone();
        this.schemas = new ColumnSchema[columns.length];
        this.forms = new ValueForm[columns.length];
        for (int i = 0; i < columns.length; i++) {
            schemas[i] = layout.column(columns[i]);
            forms[i] = ValueForm.of(schemas[i]);
        }
    }

    public int count() {
        return columns.length;
    }

    /** The text of parameter {@code index} (from 0); null for NULL and for an absent value. */
    public @Nullable String text(Row row, int index) {
        int length = row.length(columns[index]);
        if (length < 0) {
            return null;
        }
        byte[] data = row.data();
        int offset = row.offset(columns[index]);
        return switch (forms[index]) {
            case PLAIN, HEX_TEXT -> new String(data, offset, length, StandardCharsets.ISO_8859_1);
            case TEXT -> utf8(schemas[index], data, offset, length);
            case BYTES -> hexText(data, offset, length);
            case FOREIGN_TEXT -> {
                makeCanonical(index, data, offset, length);
                yield utf8(schemas[index], canonical.array(), 0, canonical.size());
            }
            case FOREIGN_BYTES -> {
                makeCanonical(index, data, offset, length);
                yield hexText(canonical.array(), 0, canonical.size());
            }
        };
    }

    /** Malformed text would be mended in silence by the decoder, so it is refused here as the server refuses it in a COPY (law 5). */
    private static String utf8(ColumnSchema column, byte[] data, int offset, int length) {
        String text = new String(data, offset, length, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0) {
            byte[] again = text.getBytes(StandardCharsets.UTF_8);
            if (!Arrays.equals(again, 0, again.length, data, offset, offset + length)) {
                throw new ReplicationException(
                        ErrorCode.TARGET_VALUE_REFUSED,
                        "column " + column.name() + " has text that is not valid UTF-8, which the target can't hold");
            }
        }
        return text;
    }

    private void makeCanonical(int index, byte[] data, int offset, int length) {
        canonical.clear();
        schemas[index].wire().writeCanonical(data, offset, length, canonical);
    }

    private String hexText(byte[] data, int offset, int length) {
        hex.clear();
        hex.append('\\').append('x');
        HexText.append(data, offset, length, hex);
        return hex.toString();
    }
}
