package dev.millrace.benchmarks.debezium;

import io.debezium.embedded.Connect;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Debezium in a JVM of its own, on the other end of the race: says {@code READY}, begins when it reads a line, says {@code DONE} when
 * the change is committed that {@code end.topic} and {@code end.id} name, says {@code FAILED} if it fails, and ends when its input
 * does. Its argument is a file of properties: besides those two, what begins with {@code source.} is for the connector, what begins
 * with {@code sink.} for the JDBC sink, without which nothing is written.
 */
public final class DebeziumProcess {
    /** Kept, so that its level is. */
    private static final Logger BINLOG_CLIENT = Logger.getLogger("com.github.shyiko");

    private DebeziumProcess() {}

    public static void main(String[] arguments) throws IOException {
        BINLOG_CLIENT.setLevel(Level.WARNING);
        Properties file = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(arguments[0]))) {
            file.load(reader);
        }
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        LastChange last = new LastChange(file.getProperty("end.topic"), Integer.parseInt(file.getProperty("end.id")));
        Map<String, String> settings = members(file, "sink.");
        Outlet sink = settings.isEmpty() ? new NoSink(last) : new JdbcSink(settings, last);
        DebeziumEngine<ChangeEvent<SourceRecord, SourceRecord>> engine = DebeziumEngine.create(Connect.class)
                .using(source(members(file, "source.")))
                .using((success, message, error) -> tell(success, message))
                .notifying(sink)
                .build();
        System.out.println("READY");
        if (input.readLine() != null) {
            ExecutorService thread = Executors.newSingleThreadExecutor();
            thread.execute(engine);
            input.readLine();
            engine.close();
            thread.shutdown();
        }
        sink.stop();
    }

    private static void tell(boolean success, String message) {
        if (!success) {
            System.out.println("FAILED " + message.replace('\n', ' '));
        }
    }

    /** The connector starts at a stored offset or at its slot; where there is neither, it starts at the log's end. */
    private static Properties source(Map<String, String> settings) {
        Properties source = new Properties();
        source.setProperty("name", "race");
        source.setProperty("topic.prefix", "race");
        source.setProperty("snapshot.mode", "no_data");
        source.setProperty("decimal.handling.mode", "precise");
        source.setProperty("time.precision.mode", "connect");
        source.setProperty("offset.storage", "org.apache.kafka.connect.storage.FileOffsetBackingStore");
        source.setProperty("offset.flush.interval.ms", "10000");
        settings.forEach(source::setProperty);
        return source;
    }

    private static Map<String, String> members(Properties file, String prefix) {
        Map<String, String> members = new HashMap<>();
        for (String name : file.stringPropertyNames()) {
            if (name.startsWith(prefix)) {
                members.put(name.substring(prefix.length()), file.getProperty(name));
            }
        }
        return members;
    }
}
