package dev.millrace.source.oracle.log;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How the log is read, of the endpoint's settings.
 *
 * @param endpoint service and user
 * @param pluggableDatabase the container of the tables; empty if there is none
 * @param strategy {@code LogMiningStrategy}: where LogMiner takes names from; empty to choose by the tables
 * @param heartbeatMilliseconds {@code ReaderHeartbeatMilliseconds}: how often the reader says how far it is; default 1000
 * @param sleepMilliseconds {@code LogMiningSleepMilliseconds}: how long the reader waits at the end of the log at most; default 1000
 * @param archiveDestinations {@code ArchivedLogDestId}, {@code AdditionalArchivedLogDestId} and {@code ExtraArchivedLogDestIds}, as names of
 *     destinations; empty to take the first that is local and valid
 * @param archivedOnly {@code ArchivedLogsOnly}: whether logs are read only when they are archived
 * @param racNodes {@code RacNodes}: addresses of the nodes, separated by commas
 * @param ignoredUsers {@code FilterTransactionsOfUser}: whose transactions are left out, upper case
 * @param openTransactionWindow {@code OpenTransactionWindow}: how far before a start position transactions may have begun
 * @param openTransactionMegabytes {@code OpenTransactionMegabytes}: how much of the state directory transactions that have not ended may take; default 65536
 * @param trimsFixedLength {@code TrimSpaceInChar}: whether values of {@code CHAR} come without the blanks at their end; default true
 */
public record LogSettings(
        Endpoint endpoint,
        String pluggableDatabase,
        String strategy,
        int heartbeatMilliseconds,
        int sleepMilliseconds,
        List<String> archiveDestinations,
        boolean archivedOnly,
        String racNodes,
        String ignoredUsers,
        Duration openTransactionWindow,
        int openTransactionMegabytes,
        boolean trimsFixedLength) {
    private static final int SECOND = 1_000;
    private static final int HOUR = 3_600_000;
    private static final int OPEN_TRANSACTION_MEGABYTES = 65_536;
    private static final Set<String> STRATEGIES = Set.of("", "online_catalog", "redo_log_catalog", "hybrid");
    private static final Set<String> LARGE = Set.of("CLOB", "NCLOB", "BLOB", "XMLTYPE");

    /**
     * Reads the settings of an endpoint.
     *
     * @throws ReplicationException {@code SETTING_INVALID}
     */
    public static LogSettings of(Endpoint endpoint, String pluggableDatabase) {
        EndpointSettings settings = endpoint.settings();
        requireOwnBuffer(settings);
        String strategy = settings.text("LogMiningStrategy").orElse("").toLowerCase(Locale.ROOT);
        if (!STRATEGIES.contains(strategy)) {
            throw new ReplicationException(
                    ErrorCode.SETTING_INVALID,
                    "endpoint setting LogMiningStrategy is '" + strategy
                            + "'; it must be online_catalog, redo_log_catalog or hybrid");
        }
        return new LogSettings(
                endpoint,
                pluggableDatabase,
                strategy,
                settings.number("ReaderHeartbeatMilliseconds", SECOND, 10, HOUR),
                settings.number("LogMiningSleepMilliseconds", SECOND, 10, HOUR),
                destinations(settings),
                settings.flag("ArchivedLogsOnly", false),
                settings.text("RacNodes").orElse(""),
                settings.text("FilterTransactionsOfUser").orElse("").toUpperCase(Locale.ROOT),
                Duration.ofMinutes(settings.number("OpenTransactionWindow", 0, 0, 240)),
                settings.number(
                        "OpenTransactionMegabytes", OPEN_TRANSACTION_MEGABYTES, 1, 16 * OPEN_TRANSACTION_MEGABYTES),
                settings.flag("TrimSpaceInChar", true));
    }

    /** What the server's buffer would cost stands in docs/oracle-source.md: Debezium loses statements on that way. */
    private static void requireOwnBuffer(EndpointSettings settings) {
        String buffer = settings.text("LogMiningBuffer").orElse("client").toLowerCase(Locale.ROOT);
        if (buffer.equals("server")) {
            throw new ReplicationException(
                    ErrorCode.SETTING_INVALID,
                    "endpoint setting LogMiningBuffer is 'server', and that is not offered: Debezium's reader of LogMiner's"
                            + " COMMITTED_DATA_ONLY drops a TRUNCATE or ALTER TABLE that another commit overtakes, and does not"
                            + " tell how far it is; leave it out, and give open transactions room in StateDirectory by"
                            + " OpenTransactionMegabytes");
        }
        if (!buffer.equals("client")) {
            throw new ReplicationException(
                    ErrorCode.SETTING_INVALID,
                    "endpoint setting LogMiningBuffer is '" + buffer + "'; it must be client, or left out");
        }
    }

    private static List<String> destinations(EndpointSettings settings) {
        List<String> names = new ArrayList<>();
        for (String setting : List.of("ArchivedLogDestId", "AdditionalArchivedLogDestId", "ExtraArchivedLogDestIds")) {
            for (String number : settings.text(setting).orElse("").split("[^0-9]+")) {
                if (!number.isEmpty()) {
                    names.add("LOG_ARCHIVE_DEST_" + number);
                }
            }
        }
        return names;
    }

    /** Whether any of the tables has values that lie beside their rows. */
    static boolean haveLargeValues(List<TableSchema> tables) {
        return tables.stream()
                .flatMap(table -> table.columns().stream())
                .anyMatch(column -> LARGE.contains(column.nativeType()));
    }

    /** Whether the connector takes these: it refuses to follow shapes by itself where there are large values. */
    boolean suit(List<TableSchema> tables) {
        return !strategy.equals("hybrid") || !haveLargeValues(tables);
    }

    /** What the connector is told of these. */
    Map<String, String> properties(List<TableSchema> tables) {
        boolean large = haveLargeValues(tables);
        Map<String, String> properties = new HashMap<>();
        properties.put("database.hostname", endpoint.serverName().isEmpty() ? "localhost" : endpoint.serverName());
        properties.put("database.user", endpoint.username());
        properties.put("database.dbname", endpoint.databaseName().isEmpty() ? "ORCL" : endpoint.databaseName());
        if (!pluggableDatabase.isEmpty()) {
            properties.put("database.pdb.name", pluggableDatabase);
        }
        properties.put("log.mining.strategy", strategy.isEmpty() ? large ? "online_catalog" : "hybrid" : strategy);
        properties.put("lob.enabled", Boolean.toString(large));
        properties.put("heartbeat.interval.ms", Integer.toString(heartbeatMilliseconds));
        properties.put("log.mining.sleep.time.min.ms", "0");
        properties.put("log.mining.sleep.time.default.ms", Integer.toString(sleepMilliseconds / 2));
        properties.put("log.mining.sleep.time.max.ms", Integer.toString(sleepMilliseconds));
        properties.put("log.mining.sleep.time.increment.ms", Integer.toString(Math.max(1, sleepMilliseconds / 5)));
        properties.put("log.mining.archive.log.only.mode", Boolean.toString(archivedOnly));
        if (!archiveDestinations.isEmpty()) {
            properties.put("archive.destination.name", String.join(",", archiveDestinations));
        }
        if (!racNodes.isEmpty()) {
            properties.put("rac.nodes", racNodes);
        }
        if (!ignoredUsers.isEmpty()) {
            properties.put("log.mining.username.exclude.list", ignoredUsers);
        }
        return properties;
    }
}
