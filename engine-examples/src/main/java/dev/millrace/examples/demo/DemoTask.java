package dev.millrace.examples.demo;

import dev.millrace.servers.PostgresServer;

/** The task file of the demonstration. */
final class DemoTask {
    private DemoTask() {}

    static String json(PostgresServer source, PostgresServer target) {
        return """
                {"ReplicationTaskIdentifier": "demo",
                 "MigrationType": "full-load-and-cdc",
                 "SourceEndpoint": %s,
                 "TargetEndpoint": %s,
                 "TableMappings": {"rules": [
                   {"rule-type": "selection", "rule-id": 1, "rule-name": "shop", "rule-action": "include",
                    "object-locator": {"schema-name": "%s", "table-name": "%%"}}]}}
                """.formatted(endpoint(source), endpoint(target), Shop.SCHEMA);
    }

    private static String endpoint(PostgresServer server) {
        return """
                {"EngineName": "postgres", "ServerName": "%s", "Port": %d, "DatabaseName": "postgres",
                 "Username": "%s", "Password": "%s"}""".formatted(server.host(), server.port(), server.username(), server.password());
    }
}
