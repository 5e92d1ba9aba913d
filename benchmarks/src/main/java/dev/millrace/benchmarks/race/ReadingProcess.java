package dev.millrace.benchmarks.race;

import dev.millrace.config.TaskConfiguration;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeEvent.RowInsert;
import dev.millrace.model.ChangeEvent.TransactionCommit;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.source.debezium.DebeziumReaderFactory;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.source.CaptureStart;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Source;
import dev.millrace.spi.source.SourceFactory;
import dev.millrace.taskfile.TaskFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;

/**
 * The engine's adapter over Debezium's connectors in a JVM of its own, on the other end of {@link ChildJvm}: reads the changes of the
 * task file that is its argument, as the engine's events, and lets go of them. Tables and the place to begin are found before it is ready.
 */
public final class ReadingProcess {
    private static final Duration PATIENCE = Duration.ofMillis(100);
    private static final String SCHEMA = "race";

    private ReadingProcess() {}

    public static void main(String[] arguments) throws IOException {
        TaskConfiguration task = TaskFile.read(Path.of(arguments[0])).configuration();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        TaskContext context = new TaskContext(task.identifier(), "", Clock.systemUTC(), task.stateDirectory());
        try (Source source = open(task.source(), context)) {
            List<TableSchema> tables = source.tables(id -> id.schema().equals(SCHEMA));
            SourcePosition from = source.beginCapture(tables, start(task, source));
            System.out.println(ChildJvm.READY);
            if (input.readLine() != null) {
                read(source, from, tables);
                input.readLine();
            }
        }
    }

    private static Source open(Endpoint endpoint, TaskContext context) {
        for (SourceFactory factory : ServiceLoader.load(SourceFactory.class)) {
            if (factory.engineNames().contains(endpoint.engineName())) {
                return new DebeziumReaderFactory().over(factory.open(endpoint, context), endpoint, context);
            }
        }
        throw new IllegalStateException("no source for " + endpoint.engineName());
    }

    private static CaptureStart start(TaskConfiguration task, Source source) {
        return task.startPosition()
                .<CaptureStart>map(text -> new CaptureStart.At(source.parsePosition(text)))
                .orElseGet(CaptureStart.Now::new);
    }

    private static void read(Source source, SourcePosition from, List<TableSchema> tables) {
        try (ChangeReader reader = source.openReader(from, tables)) {
            boolean ended = false;
            while (!ended) {
                for (ChangeEvent event : reader.poll(PATIENCE).events()) {
                    ended |= isMark(event);
                    if (event instanceof TransactionCommit commit) {
                        reader.acknowledge(commit.position());
                    }
                }
            }
            System.out.println(ChildJvm.DONE);
        } catch (ReplicationException failure) {
            System.out.println(
                    ChildJvm.FAILED + " " + String.valueOf(failure.getMessage()).replace('\n', ' '));
        }
    }

    private static boolean isMark(ChangeEvent event) {
        return event instanceof RowInsert insert && insert.table().id().table().equals(Mark.TABLE.name());
    }
}
