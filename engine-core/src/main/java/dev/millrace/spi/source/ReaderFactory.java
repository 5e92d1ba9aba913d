package dev.millrace.spi.source;

import dev.millrace.spi.Endpoint;
import dev.millrace.spi.TaskContext;
import java.util.Set;

/**
 * Found by {@link java.util.ServiceLoader}; puts another reader of the log in the place of a source's own. An endpoint asks for it
 * with the engine's own setting {@code Reader}; without that a source reads its log itself. Catalogue, snapshots and the setting up of the
 * capture stay the source's.
 */
public interface ReaderFactory {

    /** What {@code Reader} has to say, lower case. */
    String name();

    /** The {@code EngineName}s whose logs it reads, lower case. */
    Set<String> engineNames();

    /**
     * The source with the other reader.
     *
     * @param source of the engine, open; the result closes it
     * @throws dev.millrace.error.ReplicationException {@code SETTING_INVALID}; {@code source} stays open then
     */
    Source over(Source source, Endpoint endpoint, TaskContext context);
}
