package dev.millrace.benchmarks.race;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A task file of the engine: all tables of the schema {@code race}. */
final class TaskDocument {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RULES = """
            {"rules": [{"rule-type": "selection", "rule-id": 1, "rule-name": "race", "rule-action": "include",
                        "object-locator": {"schema-name": "race", "table-name": "%"}}]}""";

    private final ObjectNode json = JSON.createObjectNode();
    private final ObjectNode source;
    private final ObjectNode target;

    /** @param settings members of {@code ReplicationTaskSettings} */
    TaskDocument(String migrationType, RaceServer source, RaceTarget target, String targetDatabase, String settings) {
        this.source = source.endpoint(source.home());
        json.put("ReplicationTaskIdentifier", "race").put("MigrationType", migrationType);
        json.set("SourceEndpoint", this.source);
        this.target = target.endpoint(targetDatabase);
        json.set("TargetEndpoint", this.target);
        try {
            json.set("TableMappings", JSON.readTree(RULES));
            json.set("ReplicationTaskSettings", JSON.readTree("{" + settings + "}"));
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException("these are not members of a JSON object: " + settings, wrong);
        }
    }

    /** Its endpoint, for settings of the family. */
    ObjectNode source() {
        return source;
    }

    /** Has a PostgreSQL target's sessions begin with these statements. */
    void beginTargetSessions(String script) {
        target.withObject("/PostgreSQLSettings").put("AfterConnectScript", script);
    }

    /** Begins changes at a place in the log that the source's family can name. */
    void startAt(String position) {
        json.put("CdcStartPosition", position);
    }

    @Override
    public String toString() {
        return json.toString();
    }
}
