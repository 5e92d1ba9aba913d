package dev.millrace.source.mysql.binlog;

import dev.millrace.model.TableSchema;
import dev.millrace.source.mysql.value.ColumnDecoder;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of one table map become rows of a {@link TableSchema}: a decoder for each of the log's columns, and what to do with
 * its values. Immutable.
 */
final class TableBinding {
    /** The value goes into the row. */
    static final byte KEEP = 0;
    /** The value is passed over, and the row's column is absent: generated columns. */
    static final byte BLANK = 1;
    /** The value is passed over; the row has no such column. */
    static final byte DROP = 2;

    final TableSchema table;
    final ColumnDecoder[] decoders;
    final byte[] actions;
    /** Which of the log's columns hold JSON documents in binary form. */
    final BitSet documents;
    /** Columns that decoding yields: those that are not dropped, and perhaps one absent column at the end. */
    final int decodedColumns;

    final boolean endsWithAbsent;
    /** Where each column of the table is found among the decoded ones; null if they are in the same order. */
    final int @Nullable [] projection;

    TableBinding(
            TableSchema table,
            ColumnDecoder[] decoders,
            byte[] actions,
            BitSet documents,
            int @Nullable [] projection) {
        this.table = table;
        this.decoders = decoders;
        this.actions = actions;
        this.documents = documents;
        this.projection = projection;
        int kept = 0;
        for (byte action : actions) {
            kept += action == DROP ? 0 : 1;
        }
        this.endsWithAbsent = projection != null;
        this.decodedColumns = endsWithAbsent ? kept + 1 : kept;
    }
}
