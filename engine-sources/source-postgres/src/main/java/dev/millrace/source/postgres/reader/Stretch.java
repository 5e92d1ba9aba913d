package dev.millrace.source.postgres.reader;

import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;

/**
 * A stretch of the log that one call decodes.
 *
 * @param slot the copy of the slot that the call reads
 * @param before where it stood before the call
 * @param changes what the call sends; null if so little is left that no call was made
 */
record Stretch(SlotCopy slot, SlotState before, @Nullable CopyOut changes) {}
