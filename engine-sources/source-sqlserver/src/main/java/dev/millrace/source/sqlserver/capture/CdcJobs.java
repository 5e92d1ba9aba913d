package dev.millrace.source.sqlserver.capture;

import dev.millrace.error.ReplicationException;
import dev.millrace.source.sqlserver.connection.ControlConnection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The jobs of change data capture, as far as the task's user may see them. */
final class CdcJobs {
    private static final String JOBS =
            "SELECT job_type, pollinginterval, retention FROM msdb.dbo.cdc_jobs WHERE database_id = DB_ID()";

    private final ControlConnection control;

    CdcJobs(ControlConnection control) {
        this.control = control;
    }

    /** How long the cleanup job leaves changes in the change tables. */
    Optional<Long> retentionMinutes() {
        return number("cleanup", 2);
    }

    /** How long the capture job rests between two looks at the log. */
    Optional<Long> pollingSeconds() {
        return number("capture", 1);
    }

    private Optional<Long> number(String job, int column) {
        return jobs().stream()
                .filter(row -> job.equals(row[0]))
                .map(row -> Optional.ofNullable(row[column]).map(Long::valueOf))
                .findFirst()
                .orElse(Optional.empty());
    }

    private List<@Nullable String[]> jobs() {
        try {
            return control.query("reading the jobs of change data capture", JOBS);
        } catch (ReplicationException refused) {
            if (refused.isRetryable()) {
                throw refused;
            }
            return List.of();
        }
    }
}
