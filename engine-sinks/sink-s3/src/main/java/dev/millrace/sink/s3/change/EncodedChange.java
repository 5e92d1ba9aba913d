package dev.millrace.sink.s3.change;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.Row;
import dev.millrace.sink.s3.file.Image;
import dev.millrace.sink.s3.file.RowEncoder;
import dev.millrace.spi.sink.LoggedChange;
import java.util.List;

import static java.util.Objects.requireNonNull;

/** The row that a file has of a change: the new one, or the old one of a delete. */
final class EncodedChange {
    private EncodedChange() {}

    /** @param out is overwritten */
    static void write(RowEncoder encoder, List<String> leading, LoggedChange change, ByteBuilder out) {
        out.clear();
        Row after = change.after();
        if (after == null) {
            Row before = requireNonNull(change.before(), "a row that was deleted");
            encoder.append(leading, before, null, Image.DELETED, out);
        } else {
            encoder.append(leading, after, change.before(), Image.WHOLE, out);
        }
    }
}
