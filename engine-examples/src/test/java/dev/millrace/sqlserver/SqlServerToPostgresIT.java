package dev.millrace.sqlserver;

import dev.millrace.examples.cli.Database;
import dev.millrace.examples.cli.TaskJson;
import dev.millrace.examples.embedding.RunTaskFile;
import dev.millrace.metrics.TableStatistics;
import dev.millrace.servers.PostgresServer;
import dev.millrace.task.TaskState;
import dev.millrace.task.TaskStatus;
import dev.millrace.taskfile.TaskFile;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * From an emulated SQL Server to a real PostgreSQL by the task of DMS's walkthrough, with batch apply and limited LOB mode: load, changes, and on from
 * the checkpoint, with large values whole and cut.
 */
class SqlServerToPostgresIT {
    private static final String SETTINGS = """
            {"TargetMetadata": {"TargetSchema": "", "SupportLobs": true, "FullLobMode": false, "LobChunkSize": 64,
                                "LimitedSizeLobMode": true, "LobMaxSize": 63, "InlineLobMaxSize": 0, "BatchApplyEnabled": true,
                                "TaskRecoveryTableEnabled": false},
             "FullLoadSettings": {"TargetTablePrepMode": "DROP_AND_CREATE", "CreatePkAfterFullLoad": false, "MaxFullLoadSubTasks": 8,
                                  "TransactionConsistencyTimeout": 600, "CommitRate": 10000},
             "Logging": {"EnableLogging": true},
             "ChangeProcessingTuning": {"BatchApplyPreserveTransaction": true, "BatchApplyTimeoutMin": 1, "BatchApplyTimeoutMax": 30,
                                        "BatchApplyMemoryLimit": 500, "BatchSplitSize": 0, "MinTransactionSize": 1000,
                                        "CommitTimeout": 1, "MemoryLimitTotal": 1024, "MemoryKeepTime": 60, "StatementCacheSize": 50}}""";

    @Test
    void loadsFollowsAndGoesOnWithLargeValuesWhole(@TempDir Path folder) throws Exception {
        try (PostgresServer server = PostgresServer.builder().start();
                Bank source = new Bank()) {
            Database target = Database.create(server, "bank");
            source.create();
            source.fill(200);
            Path task = TaskJson.named("bank")
                    .source(source.endpoint())
                    .target(target.endpoint())
                    .rules(rules())
                    .settings(SETTINGS)
                    .writeTo(folder);
            assertThat(TaskFile.read(task).report())
                    .anySatisfy(note -> assertThat(note.toString())
                            .contains("TargetMetadata.LobMaxSize = 63 is not honoured: large objects are moved whole"));

            assertThat(RunTaskFile.run(task).state()).isEqualTo(TaskState.STOPPED);
            assertEqual(source, target);
            source.change();
            assertThat(RunTaskFile.run(task).state()).isEqualTo(TaskState.STOPPED);
            assertEqual(source, target);
            assertThat(target.rows("SELECT octet_length(letter) > 1000 * 63 FROM bank.overdraftlog"))
                    .hasSize(20)
                    .containsOnly("t");
        }
    }

    @Test
    void cutsLargeValuesWhereTheTaskTakesTheLimitAtItsWord(@TempDir Path folder) throws Exception {
        try (PostgresServer server = PostgresServer.builder().start();
                Bank source = new Bank()) {
            Database target = Database.create(server, "bank");
            source.create();
            source.fill(200);
            Path task = TaskJson.named("bank")
                    .source(source.endpoint())
                    .target(target.endpoint())
                    .rules(rules())
                    .settings(SETTINGS)
                    .more(", \"EngineSettings\": {\"LimitedLobs\": \"truncate\"}")
                    .writeTo(folder);

            assertThat(truncatedLetters(RunTaskFile.run(task))).isEqualTo(20);
            assertCut(source, target);
            source.change();
            // the new letter, the changed one, and one whose row the log holds whole after a change of another column
            assertThat(truncatedLetters(RunTaskFile.run(task))).isEqualTo(3);
            assertCut(source, target);
        }
    }

    private static long truncatedLetters(TaskStatus status) {
        assertThat(status.state()).isEqualTo(TaskState.STOPPED);
        return status.tables().stream()
                .mapToLong(TableStatistics::truncatedLobs)
                .sum();
    }

    /** 63 KB of UTF-16, without the first half of a character at the end. */
    private static void assertCut(Bank source, Database target) throws SQLException {
        int units = 63 * 512;
        List<String> cut = source.rows("OverdraftLog").stream()
                .map(row -> {
                    int letter = row.indexOf("letter ");
                    int end = letter + units;
                    return row.substring(0, Character.isHighSurrogate(row.charAt(end - 1)) ? end - 1 : end);
                })
                .toList();
        assertThat(target.rows("SELECT overdraftid, clientid, reason, letter FROM bank.overdraftlog"))
                .hasSize(20)
                .containsExactlyInAnyOrderElementsOf(cut);
    }

    /** As the walkthrough to Aurora PostgreSQL renames them. */
    private static String rules() {
        String lower = """
                , {"rule-type": "transformation", "rule-id": "%d", "rule-name": "%d", "rule-target": "%s",
                 "object-locator": {"schema-name": "dbo", "table-name": "%%"%s}, "rule-action": "convert-lowercase"}""";
        return """
                {"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",
                 "object-locator": {"schema-name": "dbo", "table-name": "%"}},
                {"rule-type": "transformation", "rule-id": "2", "rule-name": "2", "rule-target": "schema",
                 "object-locator": {"schema-name": "dbo"}, "rule-action": "rename", "value": "bank"}""" + lower.formatted(3, 3, "table", "") + lower.formatted(4, 4, "column", ", \"column-name\": \"%\"");
    }

    private static void assertEqual(Bank source, Database target) throws SQLException {
        for (Map.Entry<String, List<String>> table : Bank.COLUMNS.entrySet()) {
            String query = "SELECT " + String.join(", ", table.getValue()) + " FROM bank." + table.getKey();
            assertThat(target.rows(query.toLowerCase(Locale.ROOT)))
                    .as(table.getKey())
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(source.rows(table.getKey()));
        }
    }
}
