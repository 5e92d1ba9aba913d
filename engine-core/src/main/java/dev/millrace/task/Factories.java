package dev.millrace.task;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.SinkFactory;
import dev.millrace.spi.source.ReaderFactory;
import dev.millrace.spi.source.Source;
import dev.millrace.spi.source.SourceFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Finds the source and the sink of an {@code EngineName}. */
final class Factories {
    private static final String READER = "Reader";
    private static final String NATIVE = "native";

    private final Iterable<SourceFactory> sources;
    private final Iterable<ReaderFactory> readers;
    private final Iterable<SinkFactory> sinks;

    Factories(Iterable<SourceFactory> sources, Iterable<ReaderFactory> readers, Iterable<SinkFactory> sinks) {
        this.sources = sources;
        this.readers = readers;
        this.sinks = sinks;
    }

    Source openSource(Endpoint endpoint, TaskContext context) {
        requireReadable("SourceEndpoint", endpoint);
        Set<String> known = new TreeSet<>();
        for (SourceFactory factory : sources) {
            if (factory.engineNames().contains(endpoint.engineName())) {
                return withReader(factory.open(endpoint, context), endpoint, context);
            }
            known.addAll(factory.engineNames());
        }
        throw unknown("SourceEndpoint", "source", endpoint, known);
    }

    private Source withReader(Source source, Endpoint endpoint, TaskContext context) {
        String wanted = endpoint.settings().text(READER, NATIVE).toLowerCase(Locale.ROOT);
        if (wanted.equals(NATIVE)) {
            return source;
        }
        try {
            return reader(wanted, endpoint).over(source, endpoint, context);
        } catch (RuntimeException failure) {
            source.close();
            throw failure;
        }
    }

    private ReaderFactory reader(String wanted, Endpoint endpoint) {
        Set<String> known = new TreeSet<>(Set.of(NATIVE));
        for (ReaderFactory factory : readers) {
            if (factory.engineNames().contains(endpoint.engineName())) {
                if (factory.name().equals(wanted)) {
                    return factory;
                }
                known.add(factory.name());
            }
        }
        throw new ReplicationException(
                ErrorCode.SETTING_INVALID,
                "endpoint setting " + READER + " is '" + wanted + "'; for " + endpoint.engineName()
                        + " the class path has the readers " + known
                        + ": add the module of the reader you want, or correct the name");
    }

    Sink openSink(Endpoint endpoint, TaskContext context) {
        requireReadable("TargetEndpoint", endpoint);
        Set<String> known = new TreeSet<>();
        for (SinkFactory factory : sinks) {
            if (factory.engineNames().contains(endpoint.engineName())) {
                return factory.open(endpoint, context);
            }
            known.addAll(factory.engineNames());
        }
        throw unknown("TargetEndpoint", "sink", endpoint, known);
    }

    private static void requireReadable(String where, Endpoint endpoint) {
        String file = endpoint.certificateFile();
        if (file != null && !Files.isReadable(Path.of(file))) {
            throw new ReplicationException(
                    ErrorCode.SETTING_INVALID,
                    where + ".CertificateFile is '" + file
                            + "', which can't be read; name a PEM file with the authorities to trust");
        }
    }

    private static ReplicationException unknown(String where, String role, Endpoint endpoint, Set<String> known) {
        return new ReplicationException(
                ErrorCode.ENGINE_UNKNOWN,
                where + ".EngineName is '" + endpoint.engineName() + "'; the class path has a " + role + " for " + known
                        + ": add the module of the engine you want, or correct the name");
    }
}
