package dev.millrace.sink.s3.state;

import dev.millrace.model.TableId;
import dev.millrace.spi.sink.TableAhead;
import org.jspecify.annotations.Nullable;

/**
 * What a commit of changes makes of one table.
 *
 * @param source the table on the source
 * @param ahead how far its files are with this commit; null if that is as before
 * @param lastFile name of the last file of changes of this commit; null if it has none
 * @param suspension why the table is suspended with this commit; null if it is not
 */
public record TableCommit(
        TableId source,
        @Nullable TableAhead ahead,
        @Nullable String lastFile,
        @Nullable String suspension) {}
