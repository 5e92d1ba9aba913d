package dev.millrace.source.sqlserver.capture;

import dev.millrace.error.ErrorCode;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.TableSchema;
import dev.millrace.source.sqlserver.catalog.ColumnTypes;
import dev.millrace.source.sqlserver.connection.ControlConnection;
import dev.millrace.spi.Finding;
import java.time.Duration;
import java.util.List;

/** The part of {@link Prerequisites} that looks at the server where the database is written to: its jobs and its settings. */
final class ServerPrerequisites {
    private static final String DOING = "checking the server";
    private static final Duration SHORTEST_RETENTION = Duration.ofHours(24);
    private static final Duration LONGEST_POLLING = Duration.ofHours(1);
    private static final String UNLIMITED = "-1";
    private static final String LARGEST_VALUE =
            "SELECT CAST(value_in_use AS int) FROM sys.configurations WHERE name = N'max text repl size (B)'";

    private final ControlConnection control;
    private final CdcJobs jobs;
    private final List<Finding> findings;

    ServerPrerequisites(ControlConnection control, List<Finding> findings) {
        this.control = control;
        this.jobs = new CdcJobs(control);
        this.findings = findings;
    }

    /**
     * The jobs, as far as the user may see them.
     *
     * @param published whether the database takes part in replication too, whose log reader then does what the capture job does
     */
    void checkJobs(boolean published) {
        if (!published) {
            checkCaptureJob();
        }
        jobs.retentionMinutes()
                .filter(minutes -> minutes < SHORTEST_RETENTION.toMinutes())
                .ifPresent(minutes -> findings.add(Finding.warning(
                        ErrorCode.SOURCE_SETTING_WRONG,
                        "the cleanup job keeps changes for " + minutes
                                + " minutes only (retention); a task that stands still for longer has to be reloaded",
                        "run " + Remedies.RETENTION)));
        jobs.pollingSeconds()
                .filter(seconds -> seconds > LONGEST_POLLING.toSeconds())
                .ifPresent(seconds -> findings.add(Finding.warning(
                        ErrorCode.SOURCE_SETTING_WRONG,
                        "the capture job looks at the log every " + seconds
                                + " s only (pollinginterval), and changes arrive as late",
                        "run EXEC sys.sp_cdc_change_job @job_type = N'capture', @pollinginterval = 5, then EXEC"
                                + " sys.sp_cdc_stop_job @job_type = N'capture' and EXEC sys.sp_cdc_start_job @job_type ="
                                + " N'capture'")));
    }

    private void checkCaptureJob() {
        if (jobs.isCaptureJobMissing()) {
            findings.add(Finding.warning(
                    ErrorCode.SOURCE_SETTING_WRONG,
                    "the database has no capture job, so that nothing of its log comes into the change tables",
                    "run EXEC sys.sp_cdc_add_job @job_type = N'capture', then EXEC sys.sp_cdc_start_job @job_type ="
                            + " N'capture', and see that SQL Server Agent runs"));
        } else if (jobs.hasNeverScanned()) {
            findings.add(Finding.warning(
                    ErrorCode.SOURCE_SETTING_WRONG,
                    "nothing has read the database's log since the server was started or took over: changes do not come into"
                            + " the change tables",
                    "see that SQL Server Agent runs, then run EXEC sys.sp_cdc_start_job @job_type = N'capture'"));
        }
    }

    /** A statement that writes a larger value to a captured column fails on the source, with error 7139. */
    void checkLargeValues(List<TableSchema> tables) {
        List<String> large = tables.stream()
                .flatMap(table -> table.columns().stream()
                        .filter(ServerPrerequisites::isLimited)
                        .map(column -> table.id() + "." + column.name()))
                .toList();
        if (large.isEmpty()) {
            return;
        }
        String limit = control.value(DOING, LARGEST_VALUE);
        if (!limit.isEmpty() && !limit.equals(UNLIMITED)) {
            findings.add(Finding.warning(
                    ErrorCode.SOURCE_SETTING_WRONG,
                    "applications that write more than " + limit + " bytes at once to " + large
                            + " fail, because these columns are captured (max text repl size)",
                    "run EXEC sys.sp_configure N'max text repl size', -1; RECONFIGURE (on Amazon RDS: set it in the parameter"
                            + " group)"));
        }
    }

    private static boolean isLimited(ColumnSchema column) {
        return switch (ColumnTypes.name(column.nativeType())) {
            case "text", "ntext", "image", "xml" -> true;
            default -> column.nativeType().endsWith("(max)");
        };
    }
}
