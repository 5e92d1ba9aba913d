package dev.millrace.taskfile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.config.TaskConfiguration;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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

    /**
     * Everything the document says that has no effect. Settings of an endpoint's engine are not among it: whether they have one is
     * known once the endpoint is open, and the task then reports it as a finding.
     */
    public List<ReportedSetting> report() {
        return report;
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
