package dev.millrace.spi.sink;

import dev.millrace.model.TableId;
import java.time.Instant;
import java.util.Optional;

/**
 * A {@link RefusedChange} as the target keeps it, with all that is needed to apply it later. Images are JSON, see {@link
 * dev.millrace.refusal.RowImage}.
 *
 * @param id tells it from others on this target; later ones have greater numbers
 * @param source the table on the source
 * @param kind what was tried
 * @param position encoded place on the source
 * @param key what tells the row
 * @param before the row's old values as far as the log carried them apart from the new ones
 * @param after the row's new values as far as the log carried them
 * @param errorCode name of the {@link dev.millrace.error.ErrorCode} of the last refusal
 * @param message the target's words about the last refusal
 * @param attempts how often it was tried
 * @param refusedAt when it was refused first
 */
public record RecordedChange(
        long id,
        TableId source,
        RefusedChange.Kind kind,
        String position,
        String key,
        Optional<String> before,
        Optional<String> after,
        String errorCode,
        String message,
        int attempts,
        Instant refusedAt) {}
