package dev.millrace.taskfile;

import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.Secret;
import dev.millrace.spi.SslMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads an endpoint. Its engine's settings, its extra connection attributes and its {@code EngineSettings} become one set of
 * settings; two of them may say the same thing, but not different things.
 */
final class EndpointReader {
    private static final Map<String, String> SETTINGS_OF_ENGINE = Map.of(
            "postgres", "PostgreSQLSettings",
            "aurora-postgresql", "PostgreSQLSettings",
            "mysql", "MySQLSettings",
            "mariadb", "MySQLSettings",
            "aurora", "MySQLSettings",
            "oracle", "OracleSettings",
            "sqlserver", "MicrosoftSQLServerSettings",
            "dynamodb", "DynamoDbSettings",
            "s3", "S3Settings");
    private static final Set<String> WITHOUT_SERVER = Set.of("dynamodb", "s3");
    private static final Set<String> WITH_DATABASE = Set.of("postgres", "aurora-postgresql", "oracle", "sqlserver");
    private static final List<String> CONNECTION =
            List.of("ServerName", "Port", "DatabaseName", "Username", "Password", "SslMode", "CertificateFile");

    private final Section endpoint;
    private final Map<String, String> settings = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    EndpointReader(Section endpoint) {
        this.endpoint = endpoint;
    }

    Endpoint read() {
        String engine = endpoint.requiredText("EngineName", "postgres").toLowerCase(Locale.ROOT);
        Section own = endpoint.section(SETTINGS_OF_ENGINE.getOrDefault(engine, "EngineSettings"));
        Endpoint result = new Endpoint(
                engine,
                connection(own, "ServerName").text("ServerName", ""),
                connection(own, "Port").number("Port", 0, 0, 65535),
                connection(own, "DatabaseName").text("DatabaseName", ""),
                connection(own, "Username").text("Username", ""),
                connection(own, "Password").text("Password").map(Secret::new).orElse(null),
                endpoint.choice("SslMode", SslMode.class).orElse(SslMode.NONE),
                endpoint.text("CertificateFile").orElse(null),
                settings(own));
        requireParts(result, engine);
        endpoint.notHonoured("CertificateArn", "name a PEM file by CertificateFile");
        endpoint.ignored(
                "EndpointIdentifier",
                "EndpointType",
                "EndpointArn",
                "EngineDisplayName",
                "Status",
                "KmsKeyId",
                "Tags",
                "ResourceIdentifier",
                "ExternalId");
        endpoint.finish();
        return result;
    }

    /** DMS takes the parts of an address beside the engine's settings or among them. */
    private Section connection(Section own, String name) {
        return !endpoint.has(name) && own.has(name) ? own : endpoint;
    }

    private EndpointSettings settings(Section own) {
        addAll(own);
        addAll(endpoint.section("EngineSettings"));
        for (String name : List.of("EndpointUrl", "Region", "ServiceAccessRoleArn")) {
            endpoint.text(name).ifPresent(value -> add(name, value, name));
        }
        endpoint.text("ExtraConnectionAttributes").ifPresent(this::addAttributes);
        return new EndpointSettings(settings);
    }

    private void addAll(Section section) {
        for (String name : section.names()) {
            if (CONNECTION.stream().noneMatch(name::equalsIgnoreCase)) {
                add(name, section.flattened(name), name);
            }
        }
    }

    private void addAttributes(String attributes) {
        for (String attribute : attributes.split(";")) {
            int equals = attribute.indexOf('=');
            if (equals > 0) {
                add(
                        attribute.substring(0, equals).trim(),
                        attribute.substring(equals + 1).trim(),
                        "ExtraConnectionAttributes");
            } else if (!attribute.isBlank()) {
                endpoint.problem(
                        "ExtraConnectionAttributes", "has a part without '='; it must read name=value;name=value");
            }
        }
    }

    private void add(String name, String value, String key) {
        String before = settings.put(name, value);
        if (before != null && !before.equalsIgnoreCase(value)) {
            endpoint.problem(key, "gives " + name + " another value than the endpoint's settings do; keep one of them");
        }
    }

    private void requireParts(Endpoint result, String engine) {
        boolean known = SETTINGS_OF_ENGINE.containsKey(engine);
        if (known && !WITHOUT_SERVER.contains(engine) && isMissing(result.serverName(), "ServerName")) {
            endpoint.problem("ServerName", "is missing; give the host, such as \"127.0.0.1\"");
        }
        if (WITH_DATABASE.contains(engine) && isMissing(result.databaseName(), "DatabaseName")) {
            endpoint.problem("DatabaseName", "is missing; give the database to connect to");
        }
    }

    /** A value that was to come from a missing secret has its problem already. */
    private boolean isMissing(String value, String name) {
        return value.isEmpty() && !endpoint.has(name);
    }
}
