package dev.millrace.source.sqlserver.capture;

import dev.millrace.error.ErrorCode;
import dev.millrace.model.TableSchema;
import dev.millrace.source.sqlserver.connection.ControlConnection;
import dev.millrace.source.sqlserver.connection.Sql;
import dev.millrace.spi.Finding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks for what would keep a task from running, and for what its user should know, each with the statement that mends it. */
public final class Prerequisites {
    private static final String DOING = "checking the database";
    private static final int OLDEST_MAJOR = 13;
    private static final int OLDEST_BUILD = 5026;
    private static final String SNAPSHOTS_ON = "1";

    private final ControlConnection control;
    private final ServerLog log;
    private final CaptureInstances instances;
    private final String user;
    private final boolean simpleIsFatal;

    /**
     * @param user who needs the grants
     * @param simpleIsFatal {@code FatalOnSimpleModel}: whether a database in simple recovery is refused; default false
     */
    public Prerequisites(
            ControlConnection control, ServerLog log, CaptureInstances instances, String user, boolean simpleIsFatal) {
        this.control = control;
        this.log = log;
        this.instances = instances;
        this.user = user;
        this.simpleIsFatal = simpleIsFatal;
    }

    /** Everything that was found. */
    public List<Finding> check(List<TableSchema> tables, boolean capture) {
        List<Finding> findings = new ArrayList<>();
        checkVersion(findings);
        @Nullable
        String[] database = control.query(
                        DOING,
                        "SELECT name, CAST(is_cdc_enabled AS int), snapshot_isolation_state, recovery_model_desc,"
                                + " CAST(is_published AS int)"
                                + " FROM sys.databases WHERE database_id = DB_ID()")
                .get(0);
        String name = String.valueOf(database[0]);
        if (!SNAPSHOTS_ON.equals(database[2])) {
            findings.add(wrong(
                    "database " + name
                            + " allows no snapshot isolation, without which a load can't be read consistently",
                    "run ALTER DATABASE " + Sql.identifier(name) + " SET ALLOW_SNAPSHOT_ISOLATION ON"));
        }
        TablePrerequisites ofTables = new TablePrerequisites(control, tables, findings, user);
        ofTables.checkReading();
        if (capture) {
            checkCapture(name, database, tables, ofTables, findings);
        }
        return findings;
    }

    private void checkVersion(List<Finding> findings) {
        String version = control.value(DOING, "SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128))");
        String[] parts = version.split("\\.");
        int major = Integer.parseInt(parts[0]);
        int build = parts.length > 2 ? Integer.parseInt(parts[2]) : 0;
        if (major < OLDEST_MAJOR || (major == OLDEST_MAJOR && build < OLDEST_BUILD)) {
            findings.add(Finding.blocking(
                    ErrorCode.SOURCE_VERSION_UNSUPPORTED,
                    "the server is version " + version,
                    "use SQL Server 2016 SP2 or later, which tells where its log ends"));
        }
    }

    private void checkCapture(
            String name,
            @Nullable String[] database,
            List<TableSchema> tables,
            TablePrerequisites ofTables,
            List<Finding> findings) {
        if (!"1".equals(database[1])) {
            findings.add(
                    wrong("change data capture is not enabled for database " + name, Remedies.enableDatabase(name)));
            return;
        }
        if ("SIMPLE".equals(database[3])) {
            findings.add(simpleRecovery(name));
        }
        checkGrants(findings);
        if (log.isSecondary()) {
            checkSecondary(findings);
            ofTables.checkKeys();
        } else {
            ServerPrerequisites ofServer = new ServerPrerequisites(control, findings);
            ofServer.checkJobs("1".equals(database[4]));
            ofServer.checkLargeValues(tables);
        }
        ofTables.checkCapture(instances.all());
    }

    /** What belongs to the server and not to the database, jobs and settings, is another one's here. */
    private void checkSecondary(List<Finding> findings) {
        if (isDenied("SELECT HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER STATE')")) {
            findings.add(Finding.blocking(
                    ErrorCode.SOURCE_GRANT_MISSING,
                    "the task's user may not ask where the log of a readable secondary ends",
                    Remedies.grant("VIEW SERVER STATE", user) + " on the secondary"));
        }
    }

    private Finding simpleRecovery(String name) {
        String problem =
                "database " + name + " is in simple recovery: a restore of it loses changes that targets have already";
        String remedy = "run ALTER DATABASE " + Sql.identifier(name) + " SET RECOVERY FULL, and back it up once";
        return simpleIsFatal
                ? wrong(problem, remedy)
                : Finding.warning(ErrorCode.SOURCE_SETTING_WRONG, problem, remedy);
    }

    private void checkGrants(List<Finding> findings) {
        if (isDenied("SELECT HAS_PERMS_BY_NAME(NULL, 'DATABASE', 'VIEW DATABASE STATE')")) {
            findings.add(Finding.blocking(
                    ErrorCode.SOURCE_GRANT_MISSING,
                    "the task's user may not ask where the log ends",
                    Remedies.grant("VIEW DATABASE STATE", user)));
        }
        if (isDenied("SELECT HAS_PERMS_BY_NAME(N'cdc', 'SCHEMA', 'SELECT')")) {
            findings.add(Finding.blocking(
                    ErrorCode.SOURCE_GRANT_MISSING,
                    "the task's user may not read the change tables",
                    Remedies.grant("SELECT ON SCHEMA::[cdc]", user)));
        }
    }

    private boolean isDenied(String question) {
        return !"1".equals(control.value(DOING, question));
    }

    private static Finding wrong(String problem, String remedy) {
        return Finding.blocking(ErrorCode.SOURCE_SETTING_WRONG, problem, remedy);
    }
}
