package dev.millrace.benchmarks.race;

import dev.millrace.servers.DatabaseServer;

/** The task files of the engine. */
final class TaskDocument {
    private TaskDocument() {}

    /** @param settings members of {@code ReplicationTaskSettings} */
    static String of(String migrationType, String sourceEndpoint, String targetEndpoint, String settings) {
        return document(migrationType, sourceEndpoint, targetEndpoint, settings, "null");
    }

    /** Changes only, from a place in the log that the source's family can name. */
    static String startingAt(String position, String sourceEndpoint, String targetEndpoint, String settings) {
        return document("cdc", sourceEndpoint, targetEndpoint, settings, '"' + position + '"');
    }

    private static String document(
            String migrationType, String sourceEndpoint, String targetEndpoint, String settings, String start) {
        return """
                {"ReplicationTaskIdentifier": "race",
                 "MigrationType": "%s",
                 "SourceEndpoint": %s,
                 "TargetEndpoint": %s,
                 "TableMappings": {"rules": [
                   {"rule-type": "selection", "rule-id": 1, "rule-name": "race", "rule-action": "include",
                    "object-locator": {"schema-name": "race", "table-name": "%%"}}]},
                 "ReplicationTaskSettings": {%s},
                 "CdcStartPosition": %s}
                """.formatted(migrationType, sourceEndpoint, targetEndpoint, settings, start);
    }

    /** @param more further members, each with a comma before it */
    static String endpoint(String engineName, DatabaseServer server, String database, String more) {
        return """
                {"EngineName": "%s", "ServerName": "%s", "Port": %d, "DatabaseName": "%s",
                 "Username": "%s", "Password": "%s"%s}""".formatted(
                        engineName, server.host(), server.port(), database, server.username(), server.password(), more);
    }
}
