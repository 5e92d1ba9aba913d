package dev.millrace.source.oracle;

import dev.millrace.source.oracle.log.LogSettings;
import dev.millrace.source.oracle.log.OracleLog;
import dev.millrace.source.oracle.server.ConnectionSettings;
import dev.millrace.source.oracle.server.Connections;
import dev.millrace.source.oracle.server.Query;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.Secret;
import dev.millrace.spi.SslMode;
import dev.millrace.spi.TaskContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All settings that DMS has for Oracle as a source (dms-reference §8.4), and the engine's own: each is honoured and a test shows its effect, or Debezium is
 * told of it, or somebody is told that it has no effect.
 */
class EverySettingTest {
    private static final Path TESTS = Path.of("src", "test", "java", "dev", "millrace", "source", "oracle");
    private static final Path DOCUMENTATION = Path.of("..", "..", "docs", "oracle-source.md");
    private static final Pattern LISTED =
            Pattern.compile("^\\| (`[A-Z][^|]*?) (?:\\(engine\\) )?\\|", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("`([A-Za-z]+)`");

    /** Name, a value other than the default, and the test of its effect. */
    @ParameterizedTest
    @CsvSource({
        "AddSupplementalLogging, Y, PrerequisitesIT#supplementalLoggingIsAddedIfThatIsAskedFor",
        "NumberDatatypeScale, 4, catalogue/ColumnTypesTest#numbersWithoutPrecisionAreWhatTheSettingSays",
        "numberDataTypeScale, -1, catalogue/ColumnTypesTest#numbersWithoutPrecisionAreWhatTheSettingSays",
        "TrimSpaceInChar, false, value/ValuesTest#onlyTextsOfFixedLengthLoseTheirBlanks",
        "OpenTransactionWindow, 10, OpenTransactionsIT#windowBeforeAGivenStartMakesOpenTransactionsWhole",
        "OpenTransactionMegabytes, 10, OpenTransactionsIT#transactionThatOutgrowsItsFilesEndsTheReadingAndIsWholeWithMoreRoom",
        "LogMiningBuffer, CLIENT, log/LogSettingsTest#bufferIsTheClientsAndNothingElse",
        "ConvertTimestampWithZoneToUTC, true, PrerequisitesIT#zonesThatAreNotKeptAreToldToThoseWhoAskForThem",
        "UseLogminerReader, N, PrerequisitesIT#binaryReaderIsNotHadInSilence",
        "UseBFile, Y, PrerequisitesIT#binaryReaderIsNotHadInSilence",
        "JdbcUrl, jdbc:oracle:thin:@//a:1/b, server/ConnectionSettingsTest#urlMayBeTheUsers",
        "PdbName, ORCLPDB1, server/ConnectionSettingsTest#containerIsANameOfOracle"
    })
    void isHonouredAndTested(String name, String value, String test) throws IOException {
        EndpointSettings settings = new EndpointSettings(Map.of(name, value));
        open(settings);

        assertThat(settings.unasked()).isEmpty();
        String[] place = test.split("#", 2);
        assertThat(TESTS.resolve(place[0] + ".java"))
                .content()
                .containsPattern("@(Parameterized)?Test\\b[^;]*\\bvoid " + place[1] + "\\(");
    }

    /** Name, value, and what Debezium's connector is told. */
    @ParameterizedTest
    @CsvSource({
        "ArchivedLogDestId, 2, archive.destination.name, LOG_ARCHIVE_DEST_2",
        "AdditionalArchivedLogDestId, 3, archive.destination.name, LOG_ARCHIVE_DEST_3",
        "ExtraArchivedLogDestIds, '[4, 5]', archive.destination.name, 'LOG_ARCHIVE_DEST_4,LOG_ARCHIVE_DEST_5'",
        "ArchivedLogsOnly, true, log.mining.archive.log.only.mode, true",
        "FilterTransactionsOfUser, 'batch,etl', log.mining.username.exclude.list, 'BATCH,ETL'",
        "filterTransactionsOfUser, SYS, log.mining.username.exclude.list, SYS",
        "PdbName, orclpdb1, database.pdb.name, ORCLPDB1",
        "RacNodes, 'node1:1521,node2', rac.nodes, 'node1:1521,node2'",
        "LogMiningStrategy, online_catalog, log.mining.strategy, online_catalog",
        "LogMiningStrategy, REDO_LOG_CATALOG, log.mining.strategy, redo_log_catalog",
        "LogMiningStrategy, hybrid, log.mining.strategy, hybrid",
        "ReaderHeartbeatMilliseconds, 50, heartbeat.interval.ms, 50",
        "LogMiningSleepMilliseconds, 50, log.mining.sleep.time.max.ms, 50"
    })
    void isToldToDebezium(String name, String value, String property, String told) {
        EndpointSettings settings = new EndpointSettings(Map.of(name, value));
        open(settings);
        assertThat(settings.unasked()).isEmpty();
        assertThat(properties(settings)).containsEntry(property, told);
    }

    /** Without settings Debezium's own defaults hold. */
    @Test
    void whatIsNotSetIsNotTold() {
        assertThat(properties(EndpointSettings.none()))
                .containsEntry("log.mining.strategy", "hybrid")
                .containsEntry("log.mining.archive.log.only.mode", "false")
                .doesNotContainKeys(
                        "archive.destination.name",
                        "rac.nodes",
                        "log.mining.username.exclude.list",
                        "database.pdb.name");
    }

    /** The report at the start of a task names what nobody has asked for. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "AccessAlternateDirectly",
                "AllowSelectNestedTables",
                "AsmPassword",
                "AsmServer",
                "AsmUsePLSQLArray",
                "AsmUser",
                "AuthenticationMethod",
                "BulkArraySize",
                "CharLengthSemantics",
                "DirectPathNoLog",
                "DirectPathParallelLoad",
                "EnableHomogenousPartitionOps",
                "EnableHomogenousTablespace",
                "EscapeCharacter",
                "ExposeViews",
                "FailTasksOnLobTruncation",
                "OraclePathPrefix",
                "ParallelAsmReadThreads",
                "ReadAheadBlocks",
                "ReadTableSpaceName",
                "ReplacePathPrefix",
                "RetryInterval",
                "SecretsManagerOracleAsmSecretId",
                "SecurityDbEncryption",
                "SecurityDbEncryptionName",
                "SpatialDataOptionToGeoJsonFunctionName",
                "StandbyDelayTime",
                "UseAlternateFolderForOnline",
                "UseDirectPathFullLoad",
                "UsePathPrefix",
                "UseZeroDestid"
            })
    void isToldToHaveNoEffect(String name) {
        EndpointSettings settings = new EndpointSettings(Map.of(name, "1"));
        open(settings);

        assertThat(settings.unasked()).containsExactly(name);
    }

    @Test
    void documentationListsWhatHasAnEffectAndNothingElse() throws IOException {
        String documentation = Files.readString(DOCUMENTATION);
        String settings = documentation.substring(documentation.indexOf("## Settings"));
        Set<String> listed = new TreeSet<>();
        Matcher rows = LISTED.matcher(settings);
        while (rows.find()) {
            Matcher names = NAME.matcher(rows.group(1));
            while (names.find()) {
                listed.add(names.group(1));
            }
        }
        assertThat(listed)
                .containsExactlyInAnyOrder(
                        "AddSupplementalLogging",
                        "AdditionalArchivedLogDestId",
                        "ArchivedLogDestId",
                        "ArchivedLogsOnly",
                        "ConvertTimestampWithZoneToUTC",
                        "ExtraArchivedLogDestIds",
                        "FilterTransactionsOfUser",
                        "JdbcUrl",
                        "LogMiningBuffer",
                        "LogMiningSleepMilliseconds",
                        "LogMiningStrategy",
                        "NumberDatatypeScale",
                        "OpenTransactionMegabytes",
                        "OpenTransactionWindow",
                        "PdbName",
                        "RacNodes",
                        "ReaderHeartbeatMilliseconds",
                        "TrimSpaceInChar",
                        "UseBFile",
                        "UseLogminerReader");
    }

    /** All that reads settings; nothing is connected. */
    private static void open(EndpointSettings settings) {
        Endpoint endpoint = endpoint(settings);
        new OracleSource(
                        endpoint,
                        new Connections(ConnectionSettings.of(endpoint), "task"),
                        new TaskContext("task", "", Clock.systemUTC(), ContractFixture.STATE_DIRECTORY))
                .close();
    }

    private static Map<String, String> properties(EndpointSettings settings) {
        Endpoint endpoint = endpoint(settings);
        ConnectionSettings connection = ConnectionSettings.of(endpoint);
        Connections connections = new Connections(connection, "task");
        return new OracleLog(
                        LogSettings.of(endpoint, connection.pluggableDatabase()),
                        connections,
                        new Query(connections),
                        ContractFixture.STATE_DIRECTORY)
                .properties(List.of(), "run");
    }

    private static Endpoint endpoint(EndpointSettings settings) {
        return new Endpoint(
                "oracle", "db.example", 1521, "ORCL", "MILLRACE", new Secret("secret"), SslMode.NONE, null, settings);
    }
}
