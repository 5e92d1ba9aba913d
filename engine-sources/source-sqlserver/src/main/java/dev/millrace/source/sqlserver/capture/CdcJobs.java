package dev.millrace.source.sqlserver.capture;

import dev.millrace.error.ReplicationException;
import dev.millrace.source.sqlserver.connection.ControlConnection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The jobs of change data capture, as far as the task's user may see them. */
final class CdcJobs {
    private static final String CAPTURE = "capture";
    private static final String SESSIONS = "SELECT COUNT(*) FROM sys.dm_cdc_log_scan_sessions WHERE session_id <> 0";
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
        return number(CAPTURE, 1);
    }

    /** Whether it is known that no job reads the log. */
    boolean isCaptureJobMissing() {
        return answer(JOBS)
                .filter(jobs -> jobs.stream().noneMatch(row -> CAPTURE.equals(row[0])))
                .isPresent();
    }

    /** Whether it is known that nothing has read the log since the server was started or took over. */
    boolean hasNeverScanned() {
        return answer(SESSIONS).filter(rows -> "0".equals(rows.get(0)[0])).isPresent();
    }

    private Optional<Long> number(String job, int column) {
        return answer(JOBS)
                .flatMap(jobs -> jobs.stream()
                        .filter(row -> job.equals(row[0]))
                        .findFirst()
                        .flatMap(row -> Optional.ofNullable(row[column]).map(Long::valueOf)));
    }

    private Optional<List<@Nullable String[]>> answer(String question) {
        try {
            return Optional.of(control.query("looking at the jobs of change data capture", question));
        } catch (ReplicationException refused) {
            if (refused.isRetryable()) {
                throw refused;
            }
            return Optional.empty();
        }
    }
}
