package dev.millrace.source.oracle;

import dev.millrace.emulated.oracle.OracleTable;
import dev.millrace.emulated.oracle.OracleTable.Column;
import dev.millrace.error.ErrorCode;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.Finding;
import dev.millrace.spi.Finding.Severity;
import dev.millrace.spi.source.CaptureStart;
import dev.millrace.spi.source.Source;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/** Each thing that is missing is told with the statement that mends it. */
@SuppressWarnings("NullAway.Init") // JUnit calls open before any test
class PrerequisitesIT {
    private ContractFixture fixture;
    private Source source;

    @BeforeEach
    void open() {
        fixture = new ContractFixture();
        source = fixture.open("task");
        fixture.oracle()
                .createTable(
                        OracleTable.of(
                                        "HR",
                                        "ITEMS",
                                        Column.of("ID", "NUMBER(9)").notNull(),
                                        Column.of("NOTE", "VARCHAR2(40)"))
                                .withPrimaryKey("ID"),
                        false);
    }

    @AfterEach
    void close() {
        source.close();
        fixture.close();
    }

    private static List<TableSchema> tables(Source source) {
        return source.tables(id -> id.schema().equals("HR"));
    }

    private List<Finding> findings() {
        return source.check(tables(source), true);
    }

    private void assertBlocks(ErrorCode code, String remedy) {
        assertThat(findings())
                .filteredOn(finding -> finding.severity() == Severity.BLOCKING)
                .anySatisfy(finding -> {
                    assertThat(finding.code()).isEqualTo(code);
                    assertThat(finding.remedy()).contains(remedy);
                });
    }

    @Test
    void supplementalLoggingOfAllColumnsIsAskedFor() {
        assertBlocks(
                ErrorCode.SOURCE_ROW_IDENTITY_MISSING,
                "ALTER TABLE \"HR\".\"ITEMS\" ADD SUPPLEMENTAL LOG DATA (ALL) COLUMNS");
        fixture.oracle().logAllColumns("HR", "ITEMS");
        assertThat(findings()).isEmpty();
    }

    @Test
    void loadAloneNeedsNoLogging() {
        assertThat(source.check(tables(source), false)).isEmpty();
    }

    @Test
    void loggingOfAllColumnsOfTheDatabaseIsEnough() {
        fixture.oracle().execute("UPDATE V$DATABASE SET SUPPLEMENTAL_LOG_DATA_ALL = 'YES'");
        assertThat(findings()).isEmpty();
    }

    @Test
    void supplementalLoggingIsAddedIfThatIsAskedFor() {
        fixture.oracle().execute("UPDATE V$DATABASE SET SUPPLEMENTAL_LOG_DATA_MIN = 'NO'");
        try (Source adding = fixture.open("adding", Map.of("AddSupplementalLogging", "Y"))) {
            assertThat(adding.check(tables(adding), true)).isEmpty();
            adding.beginCapture(tables(adding), new CaptureStart.Now());
            adding.beginCapture(tables(adding), new CaptureStart.Now());
        }
        assertThat(findings()).isEmpty();
        assertThat(fixture.oracle().query("SELECT TABLE_NAME FROM ALL_LOG_GROUPS"))
                .containsExactly(List.of("ITEMS"));
    }

    @Test
    void databaseMustArchiveItsLogAndLogSupplements() {
        fixture.oracle().execute("UPDATE V$DATABASE SET LOG_MODE = 'NOARCHIVELOG', SUPPLEMENTAL_LOG_DATA_MIN = 'NO'");
        assertBlocks(ErrorCode.SOURCE_SETTING_WRONG, "ALTER DATABASE ARCHIVELOG");
        assertBlocks(ErrorCode.SOURCE_SETTING_WRONG, "ALTER DATABASE ADD SUPPLEMENTAL LOG DATA");
    }

    @Test
    void missingPrivilegesAreToldWithTheirGrants() {
        fixture.oracle().execute("DELETE FROM SESSION_PRIVS WHERE PRIVILEGE = 'LOGMINING'");
        assertBlocks(ErrorCode.SOURCE_GRANT_MISSING, "GRANT LOGMINING TO MILLRACE");
        fixture.oracle().execute("DELETE FROM ALL_OBJECTS WHERE OBJECT_NAME = 'DBMS_LOGMNR'");
        assertBlocks(ErrorCode.SOURCE_GRANT_MISSING, "GRANT EXECUTE ON SYS.DBMS_LOGMNR TO MILLRACE");
    }

    @Test
    void viewsThatCannotBeReadAreToldWithTheirGrants() {
        fixture.oracle().execute("DROP VIEW GV$TRANSACTION");
        assertBlocks(ErrorCode.SOURCE_GRANT_MISSING, "GRANT SELECT ON GV_$TRANSACTION TO MILLRACE");
    }

    @Test
    void tableThatCannotBeReadIsToldWithItsGrant() {
        List<TableSchema> known = tables(source);
        fixture.oracle().execute("DROP TABLE \"HR\".\"ITEMS\"");
        assertThat(source.check(known, false))
                .singleElement()
                .satisfies(finding -> assertThat(finding.remedy())
                        .isEqualTo("run GRANT SELECT, FLASHBACK ON \"HR\".\"ITEMS\" TO MILLRACE"));
    }

    @Test
    void tableThatMayBeReadButNotAsItWasIsToldWithItsGrant() {
        fixture.oracle().execute("DELETE FROM SESSION_PRIVS WHERE PRIVILEGE = 'FLASHBACK ANY TABLE'");
        assertThat(source.check(tables(source), false)).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(ErrorCode.SOURCE_GRANT_MISSING);
            assertThat(finding.remedy()).isEqualTo("run GRANT SELECT, FLASHBACK ON \"HR\".\"ITEMS\" TO MILLRACE");
        });
        fixture.oracle().execute("INSERT INTO ALL_TAB_PRIVS VALUES ('MILLRACE', 'HR', 'ITEMS', 'FLASHBACK')");
        assertThat(source.check(tables(source), false)).isEmpty();
    }

    @Test
    void loadAloneReadsItsPlaceInTheLogToo() {
        fixture.oracle().execute("DROP VIEW GV$TRANSACTION");
        assertThat(source.check(tables(source), false))
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.remedy()).isEqualTo("run GRANT SELECT ON GV_$TRANSACTION TO MILLRACE"));
    }

    @Test
    void loggingThatMayNotBeAddedIsToldBeforeTheStart() {
        fixture.oracle()
                .execute(
                        "UPDATE V$DATABASE SET SUPPLEMENTAL_LOG_DATA_MIN = 'NO'",
                        "DELETE FROM SESSION_PRIVS WHERE PRIVILEGE LIKE 'ALTER %'");
        try (Source adding = fixture.open("adding", Map.of("AddSupplementalLogging", "Y"))) {
            assertThat(adding.check(tables(adding), true))
                    .extracting(Finding::code, Finding::remedy)
                    .containsExactly(
                            tuple(
                                    ErrorCode.SOURCE_GRANT_MISSING,
                                    "run ALTER DATABASE ADD SUPPLEMENTAL LOG DATA, or GRANT ALTER DATABASE TO MILLRACE"),
                            tuple(
                                    ErrorCode.SOURCE_GRANT_MISSING,
                                    "run ALTER TABLE \"HR\".\"ITEMS\" ADD SUPPLEMENTAL LOG DATA (ALL) COLUMNS,"
                                            + " or GRANT ALTER ON \"HR\".\"ITEMS\" TO MILLRACE"));
            fixture.oracle()
                    .execute(
                            "UPDATE V$DATABASE SET SUPPLEMENTAL_LOG_DATA_MIN = 'YES'",
                            "INSERT INTO SESSION_ROLES VALUES ('LOADERS')",
                            "INSERT INTO ALL_TAB_PRIVS VALUES ('LOADERS', 'HR', 'ITEMS', 'ALTER')");
            assertThat(adding.check(tables(adding), true)).isEmpty();
            adding.beginCapture(tables(adding), new CaptureStart.Now());
        }
    }

    @Test
    void archivedLogsThatAreGoneWithinADayAreTold() {
        fixture.oracle().logAllColumns("HR", "ITEMS");
        fixture.oracle().switchLog();
        assertThat(findings()).isEmpty();
        fixture.oracle().deleteArchivedLogs();
        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.remedy()).contains("DELETE ARCHIVELOG ALL COMPLETED BEFORE 'SYSDATE - 1'");
        });
        fixture.oracle().execute("UPDATE V$ARCHIVED_LOG SET NEXT_TIME = CURRENT_TIMESTAMP - INTERVAL '25' HOUR");
        assertThat(findings()).isEmpty();
    }

    @Test
    void amazonsServersAreMendedByAmazonsProcedures() {
        fixture.oracle().switchLog();
        fixture.oracle().deleteArchivedLogs();
        fixture.oracle()
                .execute(
                        "INSERT INTO ALL_USERS VALUES ('RDSADMIN', 10, 'N')",
                        "UPDATE V$DATABASE SET LOG_MODE = 'NOARCHIVELOG', SUPPLEMENTAL_LOG_DATA_MIN = 'NO'",
                        "DELETE FROM ALL_OBJECTS WHERE OBJECT_NAME = 'DBMS_LOGMNR'");
        try (Source adding = fixture.open("adding", Map.of("AddSupplementalLogging", "Y"))) {
            assertThat(adding.check(tables(adding), true))
                    .extracting(Finding::remedy)
                    .containsExactly(
                            "run EXEC rdsadmin.rdsadmin_util.grant_sys_object('DBMS_LOGMNR', 'MILLRACE', 'EXECUTE')",
                            "give the instance a backup retention of one day or more, which turns archiving on",
                            "run EXEC rdsadmin.rdsadmin_util.set_configuration('archivelog retention hours', 24), then COMMIT",
                            "run EXEC rdsadmin.rdsadmin_util.alter_supplemental_logging('ADD')");
        }
        fixture.oracle().execute("DROP TABLE V$LOGMNR_LOGS");
        assertBlocks(
                ErrorCode.SOURCE_GRANT_MISSING,
                "EXEC rdsadmin.rdsadmin_util.grant_sys_object('V_$LOGMNR_LOGS', 'MILLRACE', 'SELECT')");
    }

    @Test
    void strategyThatWritesTheDictionaryTakesItsPackage() {
        fixture.oracle().logAllColumns("HR", "ITEMS");
        fixture.oracle().execute("DELETE FROM ALL_OBJECTS WHERE OBJECT_NAME = 'DBMS_LOGMNR_D'");
        assertThat(findings()).isEmpty();
        try (Source writing = fixture.open("writing", Map.of("LogMiningStrategy", "redo_log_catalog"))) {
            assertThat(writing.check(tables(writing), true))
                    .extracting(Finding::remedy)
                    .containsExactly("run GRANT EXECUTE ON SYS.DBMS_LOGMNR_D TO MILLRACE");
        }
    }

    @Test
    void columnsThatTheLogDoesNotTellAreToldAtStart() {
        fixture.oracle().createTable(OracleTable.of("HR", "OLD", Column.of("TEXT", "LONG")), true);
        List<TableSchema> old = source.tables(id -> id.table().equals("OLD"));
        assertThat(source.check(old, false)).isEmpty();
        assertThat(source.check(old, true))
                .singleElement()
                .satisfies(finding -> assertThat(finding.problem()).contains("HR.OLD.TEXT (LONG)"));
    }

    @Test
    void binaryReaderIsNotHadInSilence() {
        fixture.oracle().logAllColumns("HR", "ITEMS");
        try (Source asking = fixture.open("asking", Map.of("UseLogminerReader", "N", "UseBFile", "Y"))) {
            assertThat(asking.check(tables(asking), true)).singleElement().satisfies(finding -> {
                assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                assertThat(finding.problem()).contains("Binary Reader");
            });
        }
    }

    @Test
    void zonesThatAreNotKeptAreToldToThoseWhoAskForThem() {
        fixture.oracle()
                .createTable(
                        OracleTable.of(
                                "HR",
                                "MEETINGS",
                                Column.of("AT", "TIMESTAMP(6) WITH TIME ZONE"),
                                Column.of("SEEN", "TIMESTAMP(6)")),
                        true);
        List<TableSchema> meetings = source.tables(id -> id.table().equals("MEETINGS"));
        assertThat(source.check(meetings, true)).isEmpty();
        try (Source converting = fixture.open("converting", Map.of("ConvertTimestampWithZoneToUTC", "true"));
                Source keeping = fixture.open("keeping", Map.of("ConvertTimestampWithZoneToUTC", "false"))) {
            assertThat(converting.check(meetings, true)).isEmpty();
            assertThat(keeping.check(meetings, false)).singleElement().satisfies(finding -> {
                assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                assertThat(finding.problem()).contains("HR.MEETINGS.AT");
            });
        }
    }

    @Test
    void strategyThatCannotTellLargeValuesIsRefused() {
        fixture.oracle().createTable(OracleTable.of("HR", "PAGES", Column.of("TEXT", "CLOB")), true);
        List<TableSchema> pages = source.tables(id -> id.table().equals("PAGES"));
        assertThat(source.check(pages, true)).isEmpty();
        try (Source hybrid = fixture.open("hybrid", Map.of("LogMiningStrategy", "hybrid"))) {
            assertThat(hybrid.check(pages, true)).singleElement().satisfies(finding -> {
                assertThat(finding.severity()).isEqualTo(Severity.BLOCKING);
                assertThat(finding.remedy()).contains("online_catalog");
            });
        }
    }
}
