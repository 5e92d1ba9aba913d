package dev.millrace.source.debezium.connector;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.debezium.record.MySqlValues;
import dev.millrace.source.debezium.record.ValueWriter;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.Finding;
import dev.millrace.spi.SslMode;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * The binary log of MySQL or MariaDB through Debezium's connector for it. The log does not tell Debezium what tables look like, so positions
 * carry the history of their shapes, see {@link HistoryPosition}; it begins where the capture begins.
 */
public final class MySqlFamilyLog implements Connector {
    private static final int DEFAULT_PORT = 3306;
    private static final int HEARTBEAT_MILLISECONDS = 1_000;
    private static final int SERVER_IDS = 1_000_000_000;
    private static final String HEARTBEATS = "__debezium-heartbeat";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Endpoint endpoint;
    private final TaskContext context;
    private final Source source;
    private final boolean mariaDb;

    public MySqlFamilyLog(Endpoint endpoint, TaskContext context, Source source) {
        this.endpoint = endpoint;
        this.context = context;
        this.source = source;
        this.mariaDb = endpoint.engineName().equals("mariadb");
    }

    @Override
    public String className() {
        return mariaDb
                ? "io.debezium.connector.mariadb.MariaDbConnector"
                : "io.debezium.connector.mysql.MySqlConnector";
    }

    @Override
    public Map<String, String> properties(List<TableSchema> tables, String run) {
        Map<String, String> properties = new HashMap<>();
        properties.put("database.hostname", endpoint.serverName());
        properties.put("database.port", Integer.toString(endpoint.portOr(DEFAULT_PORT)));
        properties.put("database.user", endpoint.username());
        properties.put(
                "database.password",
                endpoint.password() == null ? "" : endpoint.password().value());
        properties.put("database.ssl.mode", sslMode());
        if (!mariaDb && endpoint.sslMode() == SslMode.NONE) {
            properties.put("driver.allowPublicKeyRetrieval", "true");
        }
        properties.put("database.server.id", Integer.toString(serverId()));
        properties.put("table.include.list", TableNames.list(tables));
        properties.put("include.schema.changes", "false");
        properties.put("schema.history.internal", KeptSchemaHistory.class.getName());
        properties.put(KeptSchemaHistory.RUN, run);
        properties.put("schema.history.internal.store.only.captured.tables.ddl", "true");
        properties.put("snapshot.locking.mode", "none");
        properties.put("bigint.unsigned.handling.mode", "precise");
        properties.put("enable.time.adjuster", "false");
        properties.put("event.converting.failure.handling.mode", "fail");
        int heartbeat =
                endpoint.settings().number("ReaderHeartbeatMilliseconds", HEARTBEAT_MILLISECONDS, 10, 3_600_000);
        properties.put("heartbeat.interval.ms", Integer.toString(heartbeat));
        // the server is asked for a heartbeat of its own after four fifths of this; a lost connection is the engine's
        // to mend
        properties.put("connect.keep.alive.interval.ms", Integer.toString(heartbeat));
        properties.put("connect.keep.alive", "false");
        return properties;
    }

    /** Neither Debezium nor the driver reads the authorities of a PEM file here. */
    private String sslMode() {
        if (endpoint.certificateFile() != null && endpoint.sslMode() != SslMode.NONE) {
            throw new ReplicationException(
                    ErrorCode.SETTING_INVALID,
                    "the reader debezium does not take a CertificateFile for MySQL and MariaDB; add the authority to the"
                            + " JVM's trust store, or leave Reader out");
        }
        return switch (endpoint.sslMode()) {
            case NONE -> mariaDb ? "disable" : "disabled";
            case REQUIRE -> mariaDb ? "trust" : "required";
            case VERIFY_CA -> mariaDb ? "verify-ca" : "verify_ca";
            case VERIFY_FULL -> mariaDb ? "verify-full" : "verify_identity";
        };
    }

    /** The endpoint's, or one that the same task has always. */
    private int serverId() {
        int made = SERVER_IDS + Math.floorMod(context.taskName().hashCode(), SERVER_IDS);
        int given = endpoint.settings().number("ServerId", 0, 0, Integer.MAX_VALUE);
        return given == 0 ? made : given;
    }

    @Override
    public LogPositions positions(SourcePosition from, String run) {
        return new GtidPositions(source, from, mariaDb, run);
    }

    @Override
    public void begin(SourcePosition from, String run, Map<String, String> properties) {
        List<String> history = HistoryPosition.of(from).unpacked();
        KeptSchemaHistory.begin(run, history);
        if (history.isEmpty()) {
            // no changes are read in such a run; Debezium drops each table before it creates it, and quotes not every
            // name
            properties.put("snapshot.mode", "recovery");
            properties.put("schema.history.internal.skip.unparseable.ddl", "true");
        }
    }

    @Override
    public void end(String run) {
        KeptSchemaHistory.forget(run);
    }

    @Override
    public SourcePosition position(SourcePosition place) {
        return HistoryPosition.of(place);
    }

    @Override
    public SourcePosition place(SourcePosition position) {
        return HistoryPosition.placeOf(position);
    }

    @Override
    public SourcePosition parse(String text) {
        return new HistoryPosition(
                source.parsePosition(HistoryPosition.placeIn(text)), HistoryPosition.historyIn(text));
    }

    /** Lets the connector look at the tables, as it does when it has an offset and no history. */
    @Override
    public SourcePosition prepared(SourcePosition start, List<TableSchema> tables) {
        if (tables.isEmpty() || !HistoryPosition.of(start).history().isEmpty()) {
            return position(start);
        }
        ConnectorTask task = ConnectorTask.of(this, tables, start);
        try {
            task.start();
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (task.poll().stream().noneMatch(record -> record.topic().startsWith(HEARTBEATS))) {
                if (System.nanoTime() - end > 0) {
                    throw new ReplicationException(
                            ErrorCode.SOURCE_CONNECTION_LOST,
                            "Debezium has not read the tables' definitions within " + PATIENCE.toSeconds() + " s");
                }
            }
            return new HistoryPosition(
                    HistoryPosition.placeOf(start), HistoryPosition.pack(KeptSchemaHistory.of(task.prefix())));
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new ReplicationException(
                    ErrorCode.SOURCE_CONNECTION_LOST,
                    "interrupted while reading the tables' definitions",
                    interruption);
        } finally {
            task.stop();
        }
    }

    @Override
    public Snapshot snapshot(Snapshot snapshot, List<TableSchema> tables, boolean capture) {
        SourcePosition start = capture ? prepared(snapshot.start(), tables) : position(snapshot.start());
        return new HistorySnapshot(snapshot, start);
    }

    @Override
    public boolean statementsStandAlone() {
        return true;
    }

    @Override
    public List<Finding> findings(List<TableSchema> tables) {
        List<Finding> findings = new ArrayList<>();
        if (!source.currentPosition().encode().contains(";gtid_")) {
            findings.add(Finding.blocking(
                    ErrorCode.SOURCE_SETTING_WRONG,
                    "the server numbers no transactions, and the reader debezium knows places by GTIDs only",
                    "run the server with gtid_mode=ON and enforce_gtid_consistency=ON, or leave Reader out"));
        }
        for (TableSchema table : tables) {
            if (table.id().toString().indexOf('`') >= 0) {
                findings.add(Finding.blocking(
                        ErrorCode.SOURCE_EVENT_UNSUPPORTED,
                        "Debezium does not quote the name of table " + table.id() + ", which has a backtick",
                        "leave Reader out, so that the log is read by Millrace's own reader, or leave the table out"));
            }
            checkDates(table, findings);
        }
        return findings;
    }

    /** What Debezium makes of a zero can't be told from NULL, or from the first day of 1970, any more. */
    private static void checkDates(TableSchema table, List<Finding> findings) {
        List<String> dates = table.columns().stream()
                .filter(column -> switch (column.type().kind()) {
                    case DATE, DATETIME, TIMESTAMP_TZ -> true;
                    default -> false;
                })
                .map(ColumnSchema::name)
                .toList();
        if (!dates.isEmpty()) {
            findings.add(Finding.warning(
                    ErrorCode.SOURCE_EVENT_UNSUPPORTED,
                    "in columns " + dates + " of table " + table.id()
                            + " Debezium tells a date with a year, month or day of zero as NULL, or as 1970-01-01 if the"
                            + " column is not nullable",
                    "leave Reader out, so that the log is read by Millrace's own reader, unless the server never takes such"
                            + " dates (sql_mode NO_ZERO_DATE and NO_ZERO_IN_DATE)"));
        }
    }

    @Override
    public TableId table(Struct block) {
        return new TableId(block.getString("db"), block.getString("table"));
    }

    @Override
    public ValueWriter values(ColumnSchema column, Schema field) {
        return MySqlValues.writer(column, field);
    }
}
