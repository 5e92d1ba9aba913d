package dev.millrace.source.mysql.value;

import dev.millrace.model.RowBuffer;

/** Decodes JSON columns: whole documents, and documents of which the log tells only what has changed in them. */
public final class JsonDecoder extends ColumnDecoder.Prefixed {

    JsonDecoder(int prefix) {
        super(prefix);
    }

    @Override
    void value(byte[] bytes, int start, int length, RowBuffer row) {
        BinaryJson.append(bytes, start, length, row.openValue());
        row.closeValue();
    }

    /**
     * Appends the document that comes out when changes are made to an older one.
     *
     * @param before where the column's value starts in the image before
     * @param at where the column's value, a list of changes, starts in the image after
     * @return where the next column's value starts
     * @throws IllegalArgumentException if the changes do not fit the document
     */
    public int decodeChanges(byte[] bytes, int before, int at, RowBuffer row) {
        JsonNode document = JsonNode.document(bytes, valueStart(before), valueLength(bytes, before));
        int end = skip(bytes, at);
        JsonChanges changes = new JsonChanges(bytes, valueStart(at), end);
        while (changes.next()) {
            changes.applyTo(document);
        }
        document.append(row.openValue());
        row.closeValue();
        return end;
    }
}
