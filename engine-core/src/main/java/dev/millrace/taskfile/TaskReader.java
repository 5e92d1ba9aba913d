package dev.millrace.taskfile;

import dev.millrace.config.LobSettings;
import dev.millrace.config.MigrationType;
import dev.millrace.config.TaskConfiguration;
import dev.millrace.config.TaskSettings;
import dev.millrace.mapping.MappingRules;
import dev.millrace.spi.Endpoint;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the whole of a task file. */
final class TaskReader {
    private final Section task;

    TaskReader(Section task) {
        this.task = task;
    }

    /** The configuration; empty if something is wrong, which the notes then tell. */
    Optional<TaskConfiguration> read() {
        String identifier = task.requiredText("ReplicationTaskIdentifier", "\"orders\"");
        MigrationType type = migrationType();
        Endpoint source = endpoint("SourceEndpoint");
        Endpoint target = endpoint("TargetEndpoint");
        Section settings = task.section("ReplicationTaskSettings");
        Section engine = engineSettings(settings);
        TaskSettings taskSettings = new TaskSettingsReader(settings, engine, target.engineName()).read();
        Optional<MappingRules> mappings =
                mappings(type, settings.section("TargetMetadata").text("TargetSchema", ""), taskSettings.lobs());
        Optional<String> start = startPosition(type);
        Optional<String> stop = stopPosition();
        Path stateDirectory = engine.text("StateDirectory")
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"), "millrace-" + safe(identifier)));
        task.ignored(
                "SourceEndpointArn",
                "TargetEndpointArn",
                "ReplicationInstanceArn",
                "TargetReplicationInstanceArn",
                "ReplicationTaskArn",
                "Status",
                "LastFailureMessage",
                "StopReason",
                "ReplicationTaskCreationDate",
                "ReplicationTaskStartDate",
                "RecoveryCheckpoint",
                "ReplicationTaskStats",
                "TaskData",
                "Tags",
                "ResourceIdentifier");
        task.finish();
        return mappings.map(rules -> new TaskConfiguration(
                identifier, type, source, target, rules, taskSettings, start, stop, stateDirectory));
    }

    private MigrationType migrationType() {
        if (!task.has("MigrationType")) {
            task.problem("MigrationType", "is missing; it must be one of full-load, cdc, full-load-and-cdc");
        }
        return task.choice("MigrationType", MigrationType.class).orElse(MigrationType.FULL_LOAD_AND_CDC);
    }

    private Endpoint endpoint(String name) {
        return new EndpointReader(task.section(name)).read();
    }

    private Section engineSettings(Section settings) {
        if (task.has("EngineSettings") && settings.has("EngineSettings")) {
            task.problem("EngineSettings", "is given here and in ReplicationTaskSettings; keep one of them");
        }
        return settings.has("EngineSettings") ? settings.section("EngineSettings") : task.section("EngineSettings");
    }

    private Optional<MappingRules> mappings(MigrationType type, String targetSchema, LobSettings lobs) {
        if (!task.has("TableMappings")) {
            task.problem("TableMappings", "is missing; give an object with rules, at least one that includes tables");
            return Optional.empty();
        }
        int problemsBefore = task.notes().problemCount();
        Section section = task.section("TableMappings");
        return task.notes().problemCount() > problemsBefore
                ? Optional.empty()
                : new MappingsReader(section, type, lobs.limited()).read(targetSchema);
    }

    private Optional<String> startPosition(MigrationType type) {
        Optional<String> position = task.text("CdcStartPosition");
        Optional<String> time = task.text("CdcStartTime");
        if (position.isPresent() && time.isPresent()) {
            task.problem("CdcStartTime", "and CdcStartPosition are both given; keep one of them");
        }
        Optional<String> start = position.or(() -> time);
        if (start.isPresent() && type != MigrationType.CDC) {
            task.problem(
                    position.isPresent() ? "CdcStartPosition" : "CdcStartTime",
                    "is only for MigrationType cdc: a load fixes by itself where its changes begin; remove it");
        }
        return start;
    }

    /** A task that ran past the point where it should stop would do what nobody asked for. */
    private Optional<String> stopPosition() {
        Optional<String> position = task.text("CdcStopPosition");
        if (position.isPresent()) {
            task.problem("CdcStopPosition", "is not built yet, and the task would not stop there; remove it");
        }
        return position;
    }

    private static String safe(String identifier) {
        return identifier.replaceAll("[^A-Za-z0-9_.-]", "_");
    }
}
