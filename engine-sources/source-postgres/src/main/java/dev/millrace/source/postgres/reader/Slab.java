package dev.millrace.source.postgres.reader;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one call that are handed over together.
 *
 * @param bytes what the messages hold on to
 * @param end where the slot stood behind the call, if these are the call's last messages; there may be none
 */
record Slab(List<byte[]> messages, long bytes, @Nullable SlotState end) {}
