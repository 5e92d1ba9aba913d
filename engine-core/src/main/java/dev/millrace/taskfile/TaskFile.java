package dev.millrace.taskfile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.config.TaskConfiguration;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.spi.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A task as one JSON document with the names of the DMS API: identifier, migration type, both endpoints, table mappings, task
 * settings, start and stop position. {@code TableMappings} and {@code ReplicationTaskSettings} may be objects or strings that hold
 * them, as the AWS CLI prints them. Any value may be <code>${env:NAME}</code> or <code>${file:PATH}</code>. Immutable.
 */
public final class TaskFile {
    private final TaskConfiguration configuration;
    private final List<ReportedSetting> report;

    private TaskFile(TaskConfiguration configuration, List<ReportedSetting> report) {
        this.configuration = configuration;
        this.report = report;
    }

    /**
     * Reads a file.
     *
     * @throws ReplicationException {@code TASK_FILE_UNREADABLE}, and whatever {@link #parse} throws
     */
    public static TaskFile read(Path file) {
        try {
            return parse(Files.readString(file), "task file " + file, System::getenv);
        } catch (NoSuchFileException missing) {
            throw new ReplicationException(
                    ErrorCode.TASK_FILE_UNREADABLE, "task file " + file + " does not exist; check the path", missing);
        } catch (IOException unreadable) {
            throw new ReplicationException(
                    ErrorCode.TASK_FILE_UNREADABLE,
                    "task file " + file + " can't be read; it must be a file in UTF-8 that this user may read",
                    unreadable);
        }
    }

    /**
     * Reads a document. All its problems are told by one exception, each with its place as a JSON path.
     *
     * @throws ReplicationException {@code MAPPING_INVALID} if only the mappings are wrong, {@code SECRET_MISSING} if only secrets
     *     are missing, else {@code TASK_FILE_INVALID}
     */
    public static TaskFile parse(String json) {
        return parse(json, "task", System::getenv);
    }

    static TaskFile parse(String json, String name, UnaryOperator<@Nullable String> environment) {
        JsonNode document = document(json, name);
        Notes notes = new Notes();
        Section task = new Section(document, "$", notes, new Secrets(environment, notes));
        Optional<TaskConfiguration> configuration = new TaskReader(task).read();
        if (notes.problemCount() > 0 || configuration.isEmpty()) {
            throw notes.asException(name);
        }
        return new TaskFile(configuration.get(), notes.reported());
    }

    public TaskConfiguration configuration() {
        return configuration;
    }

    /** Everything the document says that has no effect, in the order of the document's parts. */
    public List<ReportedSetting> report() {
        return report;
    }

    /**
     * Endpoint settings that neither the source nor the sink has asked for so far. Complete once the task runs: sources and sinks
     * read their settings when they are opened. Values are left out, since they may be secret.
     */
    public List<ReportedSetting> unhonouredEndpointSettings() {
        List<ReportedSetting> settings = new ArrayList<>();
        addUnasked(settings, "$.SourceEndpoint", configuration.source());
        addUnasked(settings, "$.TargetEndpoint", configuration.target());
        return settings;
    }

    private static void addUnasked(List<ReportedSetting> settings, String path, Endpoint endpoint) {
        for (String name : endpoint.settings().unasked()) {
            settings.add(ReportedSetting.notHonoured(path + "." + name, "", ""));
        }
    }

    private static JsonNode document(String json, String name) {
        JsonNode document;
        try {
            document = StrictJson.parse(json);
        } catch (ReplicationException broken) {
            throw new ReplicationException(broken.code(), name + " " + broken.getMessage());
        }
        if (!document.isObject()) {
            throw new ReplicationException(
                    ErrorCode.TASK_FILE_INVALID, name + " must hold one JSON object, with keys such as SourceEndpoint");
        }
        return document;
    }
}
