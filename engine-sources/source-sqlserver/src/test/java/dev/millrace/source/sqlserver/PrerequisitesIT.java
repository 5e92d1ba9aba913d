package dev.millrace.source.sqlserver;

import dev.millrace.emulated.sqlserver.EmulatedColumn;
import dev.millrace.emulated.sqlserver.EmulatedTable;
import dev.millrace.error.ErrorCode;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.Finding;
import dev.millrace.spi.Finding.Severity;
import dev.millrace.spi.source.Source;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Each thing that is missing is found, and the finding holds the statement that mends it. */
class PrerequisitesIT {
    private final Replication replication = new Replication();
    private final TableSchema items = replication.createCaptured("items", "id bigint", "name nvarchar(20)");

    @AfterEach
    void close() {
        replication.close();
    }

    private void set(String sql) {
        replication.fixture.database().administer(sql);
    }

    private List<Finding> found(TableSchema... tables) {
        return replication.source.check(List.of(tables), true);
    }

    private static void assertOne(List<Finding> findings, Severity severity, ErrorCode code, String remedy) {
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(severity);
            assertThat(finding.code()).isEqualTo(code);
            assertThat(finding.remedy()).contains(remedy);
        });
    }

    @Test
    void healthyDatabaseHasNoFindings() {
        assertThat(found(items)).isEmpty();
    }

    @Test
    void databaseWithoutCapture() {
        set("UPDATE sys.databases SET is_cdc_enabled = FALSE");
        assertOne(found(items), Severity.BLOCKING, ErrorCode.SOURCE_SETTING_WRONG, "EXEC sys.sp_cdc_enable_db");
        assertThat(replication.source.check(List.of(items), false)).isEmpty();
    }

    @Test
    void databaseWithoutSnapshotIsolation() {
        set("UPDATE sys.databases SET snapshot_isolation_state = 0");
        assertOne(found(items), Severity.BLOCKING, ErrorCode.SOURCE_SETTING_WRONG, "SET ALLOW_SNAPSHOT_ISOLATION ON");
    }

    @Test
    void databaseInSimpleRecovery() {
        set("UPDATE sys.databases SET recovery_model_desc = 'SIMPLE'");
        assertOne(found(items), Severity.WARNING, ErrorCode.SOURCE_SETTING_WRONG, "SET RECOVERY FULL");
    }

    @Test
    void simpleRecoveryIsFatalIfThatIsAskedFor() {
        set("UPDATE sys.databases SET recovery_model_desc = 'SIMPLE'");
        try (Source strict = replication.fixture.open(Map.of("FatalOnSimpleModel", "true"))) {
            assertOne(
                    strict.check(List.of(items), true),
                    Severity.BLOCKING,
                    ErrorCode.SOURCE_SETTING_WRONG,
                    "SET RECOVERY FULL");
        }
    }

    @Test
    void tableWithoutCapture() {
        assertOne(
                found(items, replication.create("others", "id int")),
                Severity.BLOCKING,
                ErrorCode.SOURCE_SETTING_WRONG,
                "EXEC sys.sp_cdc_enable_table @source_schema = N'sales', @source_name = N'others', @role_name = NULL,"
                        + " @supports_net_changes = 0");
    }

    @Test
    void columnWhoseUpdatesAreNotCaptured() {
        replication.fixture.database().addColumn("sales", "items", EmulatedColumn.of("added", "int", true));
        List<Finding> findings = found(replication.told("items"));
        assertOne(
                findings,
                Severity.BLOCKING,
                ErrorCode.SOURCE_SETTING_WRONG,
                "@source_name = N'items', @role_name = NULL, @supports_net_changes = 0, @capture_instance ="
                        + " N'sales_items_v2'");
        assertThat(findings.get(0).problem()).contains("updates of columns [added]");
    }

    @Test
    void columnSetThatKeepsSparseColumnsFromBeingCaptured() {
        TableSchema wide = replication.createCaptured("wide", "id int", "seldom int", "every xml");
        assertThat(replication.source.check(List.of(wide), true)).isEmpty();
        set("UPDATE sys.columns SET is_sparse = TRUE WHERE name = 'seldom'");
        assertThat(replication.source.check(List.of(wide), true)).isEmpty();
        set("UPDATE sys.columns SET is_column_set = TRUE WHERE name = 'every'");
        TableSchema told = replication.told("wide");
        assertThat(told.columns()).extracting(column -> column.name()).containsExactly("id", "seldom");
        assertOne(
                found(items, told),
                Severity.BLOCKING,
                ErrorCode.SOURCE_EVENT_UNSUPPORTED,
                "ALTER TABLE [sales].[wide] DROP COLUMN [every]");
        assertThat(replication.source.check(List.of(told), false)).isEmpty();
        assertThat(found(items)).isEmpty();
    }

    @Test
    void missingGrants() {
        set("INSERT INTO emulation.denied VALUES ('[sales].[items]', 'SELECT')");
        assertOne(
                found(items),
                Severity.BLOCKING,
                ErrorCode.SOURCE_GRANT_MISSING,
                "GRANT SELECT ON [sales].[items] TO [replicator]");
        set("UPDATE emulation.denied SET securable = 'cdc'");
        assertOne(
                found(items),
                Severity.BLOCKING,
                ErrorCode.SOURCE_GRANT_MISSING,
                "GRANT SELECT ON SCHEMA::[cdc] TO [replicator]");
        set("UPDATE emulation.denied SET securable = '', permission = 'VIEW DATABASE STATE'");
        assertOne(
                found(items),
                Severity.BLOCKING,
                ErrorCode.SOURCE_GRANT_MISSING,
                "GRANT VIEW DATABASE STATE TO [replicator]");
    }

    @Test
    void shortRetentionAndRarePolling() {
        set("UPDATE emulation.jobs SET retention = 60 WHERE job_type = 'cleanup'");
        assertOne(
                found(items),
                Severity.WARNING,
                ErrorCode.SOURCE_SETTING_WRONG,
                "EXEC sys.sp_cdc_change_job @job_type = N'cleanup', @retention = 10080");
        set("UPDATE emulation.jobs SET retention = 4320, pollinginterval = 86399");
        assertOne(
                found(items),
                Severity.WARNING,
                ErrorCode.SOURCE_SETTING_WRONG,
                "EXEC sys.sp_cdc_change_job @job_type = N'capture', @pollinginterval = 5");
    }

    @Test
    void databaseWithoutACaptureJobOrOneThatHasNotRun() {
        set("DELETE FROM sys.dm_cdc_log_scan_sessions WHERE session_id <> 0");
        assertOne(
                found(items),
                Severity.WARNING,
                ErrorCode.SOURCE_SETTING_WRONG,
                "EXEC sys.sp_cdc_start_job @job_type = N'capture'");
        set("DELETE FROM emulation.jobs WHERE job_type = 'capture'");
        assertOne(
                found(items),
                Severity.WARNING,
                ErrorCode.SOURCE_SETTING_WRONG,
                "EXEC sys.sp_cdc_add_job @job_type = N'capture'");
        set("UPDATE sys.databases SET is_published = TRUE");
        assertThat(found(items)).isEmpty();
    }

    /** What the user may not see is not told to be missing. */
    @Test
    void jobsThatTheUserMayNotSee() {
        set("DELETE FROM emulation.jobs WHERE job_type = 'capture'");
        set("DELETE FROM sys.dm_cdc_log_scan_sessions");
        set("INSERT INTO emulation.denied VALUES ('msdb.dbo.cdc_jobs', 'SELECT')");
        assertOne(
                found(items),
                Severity.WARNING,
                ErrorCode.SOURCE_SETTING_WRONG,
                "see that SQL Server Agent runs, then run EXEC sys.sp_cdc_start_job");
        set("INSERT INTO sys.dm_cdc_log_scan_sessions (session_id) VALUES (7)");
        assertThat(found(items)).isEmpty();
    }

    @Test
    void largeValuesThatTheServerRefuses() {
        set("UPDATE sys.configurations SET value_in_use = 65536");
        assertThat(found(items)).isEmpty();
        TableSchema texts = replication.createCaptured("texts", "id int", "body nvarchar(max)", "doc xml");
        List<Finding> findings = found(items, texts);
        assertOne(
                findings,
                Severity.WARNING,
                ErrorCode.SOURCE_SETTING_WRONG,
                "EXEC sys.sp_configure N'max text repl size', -1; RECONFIGURE");
        assertThat(findings.get(0).problem())
                .contains("more than 65536 bytes at once to [sales.texts.body, sales.texts.doc]");
        assertThat(replication.source.check(List.of(texts), false)).isEmpty();
        set("UPDATE sys.configurations SET value_in_use = -1");
        assertThat(found(items, texts)).isEmpty();
    }

    /** Classes of a database's own, as {@code CREATE TYPE … EXTERNAL NAME} makes them. */
    @Test
    void typesThatAreNotTold() {
        TableSchema places = replication.createCaptured("places", "id int", "place hierarchyid");
        assertThat(replication.source.check(List.of(places), true)).isEmpty();
        set(
                "UPDATE sys.types SET name = 'point', is_user_defined = TRUE, is_assembly_type = TRUE WHERE name = 'hierarchyid'");
        TableSchema points = replication.told("places");
        assertOne(found(points), Severity.BLOCKING, ErrorCode.SOURCE_EVENT_UNSUPPORTED, "leave the table out");
        assertThat(replication.source.check(List.of(points), false)).isEmpty();
    }

    @Test
    void variantInAKeyAndShapeInATableWithoutOne() {
        TableSchema variants = replication.createCaptured("variants", "id sql_variant", "n sql_variant");
        assertOne(found(variants), Severity.BLOCKING, ErrorCode.SOURCE_EVENT_UNSUPPORTED, "change the column's type");
        replication
                .fixture
                .database()
                .createTable(EmulatedTable.of(
                        "sales", "shapes", List.of(EmulatedColumn.of("place", "geometry", true)), List.of()));
        replication.fixture.database().enableCapture("sales", "shapes", "sales_shapes");
        assertOne(
                found(replication.told("shapes")),
                Severity.BLOCKING,
                ErrorCode.SOURCE_ROW_IDENTITY_MISSING,
                "ALTER TABLE [sales].[shapes] ADD PRIMARY KEY");
    }
}
