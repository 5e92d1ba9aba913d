package dev.millrace.taskfile;

import java.util.Map;

/** Task files that the tests of this package read. */
final class Documents {
    static final String INCLUDE_ALL = selection("1", "include");

    private Documents() {}

    static String task(String mappings, String settings) {
        return """
                {"ReplicationTaskIdentifier": "orders",
                 "MigrationType": "full-load-and-cdc",
                 "SourceEndpoint": {"EngineName": "postgres", "ServerName": "db1", "DatabaseName": "src"},
                 "TargetEndpoint": {"EngineName": "mysql", "ServerName": "db2"},
                 "TableMappings": %s,
                 "ReplicationTaskSettings": %s}
                """.formatted(mappings, settings);
    }

    static String withSettings(String settings) {
        return task(rules(INCLUDE_ALL), settings);
    }

    static String withRules(String... rules) {
        return task(rules(rules), "{}");
    }

    static String withSource(String endpoint) {
        return """
                {"ReplicationTaskIdentifier": "orders", "MigrationType": "cdc",
                 "SourceEndpoint": %s,
                 "TargetEndpoint": {"EngineName": "mysql", "ServerName": "db2"},
                 "TableMappings": %s}
                """.formatted(endpoint, rules(INCLUDE_ALL));
    }

    /** A complete task with further top-level keys. */
    static String withTop(String migrationType, String keys) {
        return """
                {"ReplicationTaskIdentifier": "orders", "MigrationType": "%s", %s,
                 "SourceEndpoint": {"EngineName": "postgres", "ServerName": "db1", "DatabaseName": "src"},
                 "TargetEndpoint": {"EngineName": "mysql", "ServerName": "db2"},
                 "TableMappings": %s}
                """.formatted(migrationType, keys, rules(INCLUDE_ALL));
    }

    static String rules(String... rules) {
        return "{\"rules\": [" + String.join(", ", rules) + "]}";
    }

    static String selection(String id, String action) {
        return """
                {"rule-type": "selection", "rule-id": %s, "rule-name": "s", "rule-action": "%s",
                 "object-locator": {"schema-name": "sales", "table-name": "%%"}, "filters": []}""".formatted(id, action);
    }

    static TaskFile parse(String json) {
        return TaskFile.parse(json, "task", Map.of("PASSWORD", "s3cret", "PORT", "5544")::get);
    }
}
