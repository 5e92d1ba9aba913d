package dev.millrace.source.mysql.server;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/**
 * How to connect: the endpoint, and those of its settings that matter to every connection.
 *
 * @param endpoint server, user, protection
 * @param connectTimeout {@code ConnectionTimeout}: how long the server may take to answer a new connection; default 10 s
 * @param executeTimeout {@code ExecuteTimeout}: how long a statement of the catalogue may take; default 60 s
 * @param afterConnect {@code AfterConnectScript}: statements that every connection runs first
 * @param serverId {@code ServerId}: the replica id to register under; 0 to derive one from the task's name
 * @param skipPartitionStatements {@code SkipTableSuspensionForPartitionDdl}: whether rows that go away with a partition may
 *     stay on the target
 */
public record ConnectionSettings(
        Endpoint endpoint,
        Duration connectTimeout,
        Duration executeTimeout,
        List<String> afterConnect,
        int serverId,
        boolean skipPartitionStatements) {

    /** Port of MySQL and MariaDB if none is given. */
    public static final int DEFAULT_PORT = 3306;

    public ConnectionSettings {
        afterConnect = List.copyOf(afterConnect);
    }

    /**
     * Reads the settings of an endpoint.
     *
     * @throws ReplicationException {@code SETTING_INVALID}
     */
    public static ConnectionSettings of(Endpoint endpoint) {
        EndpointSettings settings = endpoint.settings();
        settings.text("ServerTimezone").ifPresent(ConnectionSettings::checkZone);
        return new ConnectionSettings(
                endpoint,
                settings.seconds("ConnectionTimeout", Duration.ofSeconds(10)),
                settings.seconds("ExecuteTimeout", Duration.ofSeconds(60)),
                settings.text("AfterConnectScript").map(ScriptSplitter::split).orElse(List.of()),
                settings.number("ServerId", 0, 0, Integer.MAX_VALUE),
                settings.flag("SkipTableSuspensionForPartitionDdl", false));
    }

    public int port() {
        return endpoint.portOr(DEFAULT_PORT);
    }

    public String password() {
        return endpoint.password() == null ? "" : endpoint.password().value();
    }

    /**
     * The zone only has to be one: every session runs in UTC, in which the log keeps TIMESTAMP values anyway, so load and changes
     * agree whatever zone the server is in.
     */
    private static void checkZone(String zone) {
        try {
            ZoneId.of(zone);
        } catch (DateTimeException unknown) {
            throw new ReplicationException(
                    ErrorCode.SETTING_INVALID,
                    "endpoint setting ServerTimezone is '" + zone
                            + "'; it must be a zone such as Europe/Berlin or +02:00",
                    unknown);
        }
    }
}
