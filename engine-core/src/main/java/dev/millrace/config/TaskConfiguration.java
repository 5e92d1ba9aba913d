package dev.millrace.config;

import dev.millrace.mapping.TableMappings;
import dev.millrace.spi.Endpoint;
import java.nio.file.Path;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Everything a task is told before it starts. Immutable; made by a task file or by the task's builder.
 *
 * @param identifier names the task: its state on the target, its slot, its threads
 * @param migrationType load, capture, or both
 * @param source where rows come from
 * @param target where they go
 * @param mappings which tables, under which names
 * @param settings the honoured task settings
 * @param startPosition {@code CdcStartPosition} as given: a time, a native position or a checkpoint; for change capture without load
 * @param stopPosition {@code CdcStopPosition} as given: {@code server_time:…} or {@code commit_time:…}
 * @param stateDirectory for large things that don't fit into memory
 */
public record TaskConfiguration(
        String identifier,
        MigrationType migrationType,
        Endpoint source,
        Endpoint target,
        TableMappings mappings,
        TaskSettings settings,
        Optional<String> startPosition,
        Optional<String> stopPosition,
        Path stateDirectory) {
    public TaskConfiguration {
        requireNonNull(identifier, "identifier is null");
        requireNonNull(migrationType, "migrationType is null");
        requireNonNull(source, "source is null");
        requireNonNull(target, "target is null");
        requireNonNull(mappings, "mappings is null");
        requireNonNull(settings, "settings is null");
        requireNonNull(stateDirectory, "stateDirectory is null");
    }
}
