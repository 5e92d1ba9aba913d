package dev.millrace.source.oracle.log;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import io.debezium.processors.spi.PostProcessor;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.connect.data.Struct;

/** Debezium's way to {@link LargeValues}: it makes this by its name, so runs find theirs by a setting, as with {@link DebeziumConnections}. */
public final class LargeValueLookup implements PostProcessor {
    private static final String NAME = "post.processors";
    private static final String RUN = "run";
    private static final Map<String, LargeValues> RUNS = new ConcurrentHashMap<>();

    private String run = "";

    /** For Debezium. */
    public LargeValueLookup() {}

    /** What the connector has to be told of it. */
    static Map<String, String> properties(String run) {
        Map<String, String> properties = new HashMap<>();
        properties.put(NAME, "large");
        properties.put(NAME + ".large.type", LargeValueLookup.class.getName());
        properties.put(NAME + ".large." + RUN, run);
        return properties;
    }

    /** From now on the run's markers are replaced. */
    static void begin(String run, LargeValues values) {
        RUNS.put(run, values);
    }

    /** Ends what the run is doing. */
    static void end(String run) {
        LargeValues values = RUNS.remove(run);
        if (values != null) {
            values.close();
        }
    }

    @Override
    public void configure(Map<String, ?> properties) {
        run = String.valueOf(properties.get(RUN));
    }

    @Override
    public void apply(Object key, Struct value) {
        LargeValues values = RUNS.get(run);
        if (values == null) {
            throw new ReplicationException(ErrorCode.SOURCE_CONNECTION_LOST, "the reader is closed");
        }
        values.complete(value);
    }

    @Override
    public void close() {
        // the run ends by its own name
    }
}
