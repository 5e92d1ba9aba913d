package dev.millrace.task;

import dev.millrace.spi.source.CaptureStart;
import dev.millrace.spi.source.Source;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Reads {@code CdcStartPosition}: a UTC time without zone, a checkpoint, or the source's own form (DMS's API, StartReplicationTask). */
final class CaptureStarts {
    private CaptureStarts() {}

    static CaptureStart parse(Optional<String> startPosition, Source source) {
        if (startPosition.isEmpty()) {
            return new CaptureStart.Now();
        }
        String text = startPosition.get().trim();
        Optional<Instant> time = time(text);
        return time.isPresent() ? new CaptureStart.Since(time.get()) : new CaptureStart.At(source.parsePosition(text));
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
