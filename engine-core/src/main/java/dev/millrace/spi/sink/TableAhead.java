package dev.millrace.spi.sink;

import dev.millrace.model.TableId;

import static java.util.Objects.requireNonNull;

/**
 * A table of which the target holds more of the log than the checkpoint tells: every transaction before one, and the first changes of that
 * one. A reader that starts at the checkpoint passes over them.
 *
 * @param source the table on the source
 * @param position the encoded {@link dev.millrace.model.TransactionHeader#position()} of the last transaction that the target holds changes of
 * @param changes the {@link LoggedChange#ordinal()} of the last of them
 */
public record TableAhead(TableId source, String position, long changes) {
    public TableAhead {
        requireNonNull(source, "source is null");
        requireNonNull(position, "position is null");
    }
}
