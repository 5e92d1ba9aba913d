package dev.millrace.source.debezium.connector;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.debezium.record.PostgresValues;
import dev.millrace.source.debezium.record.ValueWriter;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.Finding;
import dev.millrace.spi.SslMode;
import dev.millrace.spi.source.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * PostgreSQL's write-ahead log through Debezium's connector. Slot and publication are those that the source has set up; positions are
 * the source's, which are Debezium's {@code lsn_commit}.
 *
 * <p>The connector tells nothing of a log without changes of the task's tables. So while nothing comes it writes a logical message to the
 * log, once per {@code ReaderHeartbeatMilliseconds} (default 1000), and with the message comes the place that was passed.
 */
public final class PostgresLog implements Connector {
    private static final int DEFAULT_PORT = 5432;
    private static final String MESSAGE = "millrace";
    private static final int HEARTBEAT_MILLISECONDS = 1_000;
    /** The first whose pgoutput tells logical messages. */
    private static final int OLDEST_VERSION = 14;

    private final Endpoint endpoint;
    private final Source source;

    public PostgresLog(Endpoint endpoint, Source source) {
        this.endpoint = endpoint;
        this.source = source;
    }

    @Override
    public String className() {
        return "io.debezium.connector.postgresql.PostgresConnector";
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
        properties.put("database.dbname", endpoint.databaseName());
        properties.put("database.sslmode", sslMode(endpoint.sslMode()));
        if (endpoint.certificateFile() != null) {
            properties.put("database.sslrootcert", endpoint.certificateFile());
        }
        properties.put("driver.socketFactory", TaskSockets.class.getName());
        properties.put("driver.socketFactoryArg", run);
        properties.put("driver.tcpKeepAlive", "true");
        Map<String, String> names = source.captureNames();
        properties.put("plugin.name", "pgoutput");
        properties.put("slot.name", required(names, "slot"));
        properties.put("slot.drop.on.stop", "false");
        properties.put("slot.max.retries", "10");
        properties.put("slot.retry.delay.ms", "200");
        properties.put("publication.name", required(names, "publication"));
        properties.put("publication.autocreate.mode", "disabled");
        properties.put("table.include.list", TableNames.list(tables));
        properties.put("include.unknown.datatypes", "true");
        properties.put("interval.handling.mode", "string");
        properties.put("message.prefix.include.list", MESSAGE);
        int heartbeat =
                endpoint.settings().number("ReaderHeartbeatMilliseconds", HEARTBEAT_MILLISECONDS, 10, 3_600_000);
        properties.put("heartbeat.interval.ms", Integer.toString(heartbeat));
        properties.put("heartbeat.action.query", "SELECT pg_logical_emit_message(false, '" + MESSAGE + "', '')");
        return properties;
    }

    private static String sslMode(SslMode mode) {
        return mode == SslMode.NONE
                ? "disable"
                : mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String required(Map<String, String> names, String what) {
        String name = names.get(what);
        if (name == null) {
            throw new ReplicationException(
                    ErrorCode.SETTING_INVALID,
                    "the reader debezium needs the name of the task's " + what + ", which this source does not tell");
        }
        return name;
    }

    @Override
    public LogPositions positions(SourcePosition from, String run) {
        return new WalPositions(source, from);
    }

    @Override
    public SourcePosition parse(String text) {
        return source.parsePosition(text);
    }

    @Override
    public List<Finding> findings(List<TableSchema> tables) {
        List<Finding> findings = new ArrayList<>();
        source.majorVersion().ifPresent(version -> checkVersion(version, findings));
        for (TableSchema table : tables) {
            for (ColumnSchema column : table.columns()) {
                if (!PostgresValues.areToldWhole(column)) {
                    findings.add(
                            Finding.blocking(
                                    ErrorCode.SOURCE_EVENT_UNSUPPORTED,
                                    "Debezium does not tell values of " + table.id() + "." + column.name() + " ("
                                            + column.nativeType() + ") whole",
                                    "leave Reader out, so that the log is read by Millrace's own reader, or leave the table out"));
                }
            }
        }
        return findings;
    }

    private static void checkVersion(int version, List<Finding> findings) {
        if (version < OLDEST_VERSION) {
            findings.add(Finding.blocking(
                    ErrorCode.SOURCE_VERSION_UNSUPPORTED,
                    "the server's version is " + version + ", and before " + OLDEST_VERSION
                            + " a server sends no logical messages, by which Debezium learns how far it has come",
                    "leave Reader out, so that the log is read by Millrace's own reader, or use PostgreSQL "
                            + OLDEST_VERSION + " or later"));
        }
    }

    @Override
    public TableId table(Struct block) {
        return new TableId(block.getString("schema"), block.getString("table"));
    }

    @Override
    public ValueWriter values(ColumnSchema column, Schema field) {
        return PostgresValues.writer(column, field);
    }
}
