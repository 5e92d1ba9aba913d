package dev.millrace.spi.sink;

import dev.millrace.spi.Endpoint;
import dev.millrace.spi.TaskContext;
import java.util.Set;

/** Found by {@link java.util.ServiceLoader}; makes the sinks of some engines. */
public interface SinkFactory {

    /** The {@code EngineName}s served, lower case. */
    Set<String> engineNames();

    /**
     * Connects.
     *
     * @throws dev.millrace.error.ReplicationException {@code TARGET_UNREACHABLE}, {@code TARGET_AUTHENTICATION_FAILED},
     *     {@code SETTING_INVALID}
     */
    Sink open(Endpoint endpoint, TaskContext context);
}
