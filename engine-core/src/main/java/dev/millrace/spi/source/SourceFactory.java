package dev.millrace.spi.source;

import dev.millrace.spi.Endpoint;
import dev.millrace.spi.TaskContext;
import java.util.Set;

/** Found by {@link java.util.ServiceLoader}; makes the sources of some engines. */
public interface SourceFactory {

    /** The {@code EngineName}s served, lower case. */
    Set<String> engineNames();

    /**
     * Connects.
     *
     * @throws dev.millrace.error.ReplicationException {@code SOURCE_UNREACHABLE}, {@code SOURCE_AUTHENTICATION_FAILED},
     *     {@code SETTING_INVALID}
     */
    Source open(Endpoint endpoint, TaskContext context);
}
