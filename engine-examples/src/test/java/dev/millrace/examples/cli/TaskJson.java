package dev.millrace.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Task files of the tests. */
public final class TaskJson {
    private static final String INCLUDE = """
            {"rule-type": "selection", "rule-id": 1, "rule-name": "1", "rule-action": "include",
             "object-locator": {"schema-name": "%s", "table-name": "%%"}}""";

    private String identifier = "task";
    private String type = "full-load-and-cdc";
    private String source = "{}";
    private String target = "{}";
    private String rules = INCLUDE.formatted("public");
    private String settings = "{}";
    private String more = "";

    public static TaskJson named(String identifier) {
        TaskJson json = new TaskJson();
        json.identifier = identifier;
        return json;
    }

    /** A task for all tables of one database, which go to the other's schema. */
    public static TaskJson between(Database from, Database to) {
        return named(from.name() + "_" + to.name())
                .source(from.endpoint())
                .target(to.endpoint())
                .rules(INCLUDE.formatted(from.schema()) + ", " + """
                        {"rule-type": "transformation", "rule-id": 2, "rule-name": "2", "rule-target": "schema",
                         "object-locator": {"schema-name": "%s"}, "rule-action": "rename", "value": "%s"}""".formatted(from.schema(), to.schema()));
    }

    public TaskJson type(String newType) {
        type = newType;
        return this;
    }

    public TaskJson source(String endpoint) {
        source = endpoint;
        return this;
    }

    public TaskJson target(String endpoint) {
        target = endpoint;
        return this;
    }

    public TaskJson rules(String newRules) {
        rules = newRules;
        return this;
    }

    /** Further rules behind those that are there. */
    public TaskJson moreRules(String newRules) {
        return rules(rules + ", " + newRules);
    }

    public TaskJson settings(String newSettings) {
        settings = newSettings;
        return this;
    }

    /** Further top-level keys, each with a comma in front. */
    public TaskJson more(String keys) {
        more = keys;
        return this;
    }

    public String text() {
        return """
                {"ReplicationTaskIdentifier": "%s", "MigrationType": "%s",
                 "SourceEndpoint": %s,
                 "TargetEndpoint": %s,
                 "TableMappings": {"rules": [%s]},
                 "ReplicationTaskSettings": %s%s}
                """.formatted(identifier, type, source, target, rules, settings, more);
    }

    public Path writeTo(Path folder) throws IOException {
        return Files.writeString(folder.resolve(identifier + ".json"), text());
    }
}
