package dev.millrace.sink.postgres.encode;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import dev.millrace.model.WireForm;
import java.util.Arrays;

/**
 * Encodes some columns of rows of one layout as {@code COPY … FROM STDIN} text. A line is made of the fields of one or more rows, each
 * field followed by a tab, and {@link #endLine} turns the last tab into the end of the line.
 *
 * <p>Values are not checked: the server refuses what its types can't hold. Not thread-safe: it has a scratch buffer.
 */
public final class CopyEncoder {
    private static final int LONGEST_KEPT_SCRATCH = 1 << 20;

    private final int[] columns;
    private final ValueForm[] forms;
    private final WireForm[] wires;
    private final String[] names;
    private ByteBuilder scratch = new ByteBuilder();

    /**
     * Encodes columns of {@code layout}.
     *
     * @param columns their ordinals, in the order of the fields
     */
    public CopyEncoder(TableSchema layout, int[] columns) {
        this.columns = columns.clone();
        this.forms = new ValueForm[columns.length];
        this.wires = new WireForm[columns.length];
        this.names = new String[columns.length];
        for (int i = 0; i < columns.length; i++) {
            forms[i] = ValueForm.of(layout.column(columns[i]));
            wires[i] = layout.column(columns[i]).wire();
            names[i] = layout.column(columns[i]).name();
        }
    }

    /** Whether fields of a line of {@code COPY … TO STDOUT} are what this encoder would make of their values. */
    public static boolean copiesText(TableSchema layout, int[] columns) {
        return Arrays.stream(columns)
                .mapToObj(column -> ValueForm.of(layout.column(column)))
                .allMatch(ValueForm::isServerText);
    }

    /** Appends the row's fields, each with a tab behind it; each must be present. */
    public void appendFields(Row row, ByteBuilder out) {
        byte[] data = row.data();
        for (int i = 0; i < columns.length; i++) {
            int length = row.length(columns[i]);
            if (length < 0) {
                requirePresent(row, i);
                out.append('\\').append('N');
            } else {
                appendValue(i, data, row.offset(columns[i]), length, out);
            }
            out.append('\t');
        }
    }

    /** Ends the line that was begun by {@link #appendFields}; a line of no fields is empty. */
    public static void endLine(ByteBuilder out) {
        int size = out.size();
        if (size > 0 && out.array()[size - 1] == '\t') {
            out.array()[size - 1] = '\n';
        } else {
            out.append('\n');
        }
    }

    /** An absent value must not become NULL (law 4). */
    private void requirePresent(Row row, int field) {
        if (!row.isPresent(columns[field])) {
            throw new ReplicationException(
                    ErrorCode.INTERNAL,
                    "a row has no value for column " + names[field] + ", which others of its set have");
        }
    }

    private void appendValue(int field, byte[] data, int offset, int length, ByteBuilder out) {
        switch (forms[field]) {
            case PLAIN -> out.append(data, offset, length);
            case TEXT -> CopyText.append(data, offset, length, out);
            case HEX_TEXT -> out.append('\\').append(data, offset, length);
            case BYTES -> appendBytes(data, offset, length, out);
            case FOREIGN_TEXT -> {
                ByteBuilder canonical = canonical(field, data, offset, length);
                CopyText.append(canonical.array(), 0, canonical.size(), out);
            }
            case FOREIGN_BYTES -> {
                ByteBuilder canonical = canonical(field, data, offset, length);
                appendBytes(canonical.array(), 0, canonical.size(), out);
            }
        }
    }

    private ByteBuilder canonical(int field, byte[] data, int offset, int length) {
        if (scratch.array().length > LONGEST_KEPT_SCRATCH) {
            scratch = new ByteBuilder();
        }
        scratch.clear();
        wires[field].writeCanonical(data, offset, length, scratch);
        return scratch;
    }

    private static void appendBytes(byte[] data, int offset, int length, ByteBuilder out) {
        out.append('\\').append('\\').append('x');
        HexText.append(data, offset, length, out);
    }
}
