package dev.millrace.source.sqlserver;

import dev.millrace.source.sqlserver.capture.CaptureInstances;
import dev.millrace.source.sqlserver.capture.ServerLog;
import dev.millrace.source.sqlserver.connection.Connections;
import dev.millrace.source.sqlserver.connection.ControlConnection;
import dev.millrace.source.sqlserver.log.SqlServerLog;
import dev.millrace.source.sqlserver.position.LogSequenceNumber;
import dev.millrace.source.sqlserver.value.ColumnValues;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All settings that DMS has for SQL Server as a source (dms-reference §8.5), and the engine's own: each is honoured and a test shows its effect, or
 * somebody is told that it has none, and the documentation lists it as what it is.
 */
class EverySettingTest {
    private static final Path TESTS = Path.of("src", "test", "java", "dev", "millrace", "source", "sqlserver");
    private static final Path DOCUMENTATION = Path.of("..", "..", "docs", "sql-server-source.md");
    private static final Pattern LISTED = Pattern.compile("^\\| (`[A-Z][^|]*?) \\|", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("`([A-Za-z0-9]+)`");

    private final EmulatedFixture fixture = new EmulatedFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    /** The names that nobody has asked for once a source is open. */
    private Set<String> unasked(Map<String, String> settings) {
        Endpoint endpoint = fixture.endpoint(settings);
        fixture.open(endpoint).close();
        return endpoint.settings().unasked();
    }

    /** Name, a value other than the default, and the test of its effect. */
    @ParameterizedTest
    @CsvSource({
        "JdbcUrl, '', connection/ConnectionsTest#urlMayBeTheUsers",
        "ConnectionTimeout, 3, connection/ConnectionsTest#secondsToConnectReachTheDriver",
        "MultiSubnetFailover, true, connection/ConnectionsTest#settingsOfAListenerReachTheDriver",
        "ApplicationIntent, readonly, connection/ConnectionsTest#settingsOfAListenerReachTheDriver",
        "ApplicationIntent, readonly, EverySettingTest#secondaryIsToldToDebezium",
        "ReaderPollMilliseconds, 50, EverySettingTest#pollingIsToldToDebezium",
        "TrimSpaceInChar, false, value/ColumnValuesTest#textsAndBytes",
        "FatalOnSimpleModel, true, PrerequisitesIT#simpleRecoveryIsFatalIfThatIsAskedFor"
    })
    void isHonouredAndTested(String name, String value, String test) throws IOException {
        assertThat(unasked(value.isEmpty() ? Map.of() : Map.of(name, value))).isEmpty();
        String[] place = test.split("#", 2);
        assertThat(TESTS.resolve(place[0] + ".java"))
                .content()
                .containsPattern("@(Parameterized)?Test\\b[^;]*\\bvoid " + place[1] + "\\(");
    }

    /** The report at the start of a task names what nobody has asked for. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ActivateSafeguard",
                "AlwaysOnSharedSynchedBackupIsEnabled",
                "AuthenticationMethod",
                "BcpPacketSize",
                "ControlTablesFileGroup",
                "ForceDataRowLookup",
                "ForceLobLookup",
                "QuerySingleAlwaysOnNode",
                "ReadBackupOnly",
                "SafeguardPolicy",
                "SetUpMsCdcForTables",
                "TlogAccessMode",
                "Use3rdPartyBackupDevice",
                "UseBcpFullLoad"
            })
    void isToldToHaveNoEffect(String name) throws IOException {
        assertThat(unasked(Map.of(name, "true"))).containsExactly(name);
        assertThat(settingsInTheDocumentation()).containsIgnoringCase("`" + name + "`");
    }

    @Test
    void documentationListsWhatHasAnEffectAndNothingElse() throws IOException {
        Set<String> listed = new TreeSet<>();
        Matcher rows = LISTED.matcher(settingsInTheDocumentation());
        while (rows.find()) {
            Matcher names = NAME.matcher(rows.group(1));
            while (names.find()) {
                listed.add(names.group(1));
            }
        }
        assertThat(listed)
                .containsExactly(
                        "ApplicationIntent",
                        "ConnectionTimeout",
                        "FatalOnSimpleModel",
                        "JdbcUrl",
                        "MultiSubnetFailover",
                        "ReaderPollMilliseconds",
                        "TrimSpaceInChar");
    }

    private static String settingsInTheDocumentation() throws IOException {
        String documentation = Files.readString(DOCUMENTATION);
        return documentation.substring(documentation.indexOf("## Settings"), documentation.indexOf("## Types"));
    }

    @Test
    void pollingIsToldToDebezium() {
        assertThat(told(Map.of("ReaderPollMilliseconds", "1234"))).containsEntry("poll.interval.ms", "1234");
    }

    /** So that Debezium ends its transactions, each of which shows one moment there. */
    @Test
    void secondaryIsToldToDebezium() {
        assertThat(told(Map.of())).doesNotContainKey("driver.applicationIntent");
        assertThat(told(Map.of("ApplicationIntent", "readonly"))).containsEntry("driver.applicationIntent", "ReadOnly");
        fixture.database().administer("UPDATE emulation.replica SET is_secondary = TRUE");
        assertThat(told(Map.of())).containsEntry("driver.applicationIntent", "ReadOnly");
    }

    private Map<String, String> told(Map<String, String> settings) {
        Endpoint endpoint = fixture.endpoint(settings);
        try (Connections connections = new Connections(endpoint, "task");
                ControlConnection control = new ControlConnection(connections)) {
            SqlServerLog log = new SqlServerLog(
                    new EndpointSettings(settings),
                    "shop",
                    connections,
                    new ServerLog(control),
                    new CaptureInstances(control),
                    new ColumnValues(true));
            Map<String, String> properties = log.properties(List.of(), "run");
            log.begin(LogSequenceNumber.ZERO, "run", properties);
            log.end("run");
            return properties;
        }
    }
}
