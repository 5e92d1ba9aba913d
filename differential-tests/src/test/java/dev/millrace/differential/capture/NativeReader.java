package dev.millrace.differential.capture;

import dev.millrace.differential.Markers;
import dev.millrace.differential.normal.NormalTransaction;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.source.CaptureStart;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Source;
import dev.millrace.spi.source.SourceFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Predicate;

/** A native reader, found and opened as the engine does it. */
public final class NativeReader implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Source source;
    private final List<TableSchema> tables;
    private final SourcePosition from;

    private NativeReader(Source source, Predicate<TableId> wanted) {
        this.source = source;
        this.tables = source.tables(wanted);
        this.from = source.beginCapture(tables, new CaptureStart.Now());
    }

    /** Opens the source, whose log is kept from now on. */
    public static NativeReader open(Endpoint endpoint, Path stateDirectory, Predicate<TableId> wanted) {
        SourceFactory factory = ServiceLoader.load(SourceFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(candidate -> candidate.engineNames().contains(endpoint.engineName()))
                .findFirst()
                .orElseThrow();
        TaskContext context = new TaskContext("differential", "", Clock.systemUTC(), stateDirectory);
        return new NativeReader(factory.open(endpoint, context), wanted);
    }

    /** Reads from where it was opened to the marker of that phase; values are in canonical form. */
    public List<NormalTransaction> readTo(String phase) {
        NativeEvents events = new NativeEvents();
        Instant deadline = Instant.now().plus(PATIENCE);
        try (ChangeReader reader = source.openReader(from, tables)) {
            while (events.transactions().isEmpty()
                    || !Markers.isMarker(
                            events.transactions().get(events.transactions().size() - 1), phase)) {
                reader.poll(Duration.ofMillis(200)).events().forEach(events::read);
                if (Instant.now().isAfter(deadline)) {
                    throw new IllegalStateException("the native reader has not reached the marker '" + phase + "' but "
                            + events.transactions().size() + " transactions");
                }
            }
        }
        return events.transactions();
    }

    @Override
    public void close() {
        source.endCapture();
        source.close();
    }
}
