package dev.millrace.sqlserver;

import dev.millrace.examples.cli.TaskJson;
import dev.millrace.examples.embedding.RunTaskFile;
import dev.millrace.lake.DataLake;
import dev.millrace.task.TaskState;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** From an emulated SQL Server to files of CSV, whose rows tell the log sequence number of each change, as DMS's walkthrough to a data lake asks for it. */
class SqlServerToLakeIT {
    private static final String FILES = "bank/dbo/Clients/";
    private static final String RULES = """
            {"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",
             "object-locator": {"schema-name": "dbo", "table-name": "%"}, "filters": []},
            {"rule-type": "transformation", "rule-id": "2", "rule-name": "2", "rule-target": "column",
             "object-locator": {"schema-name": "%", "table-name": "%"}, "rule-action": "add-column", "value": "transact_id",
             "expression": "$AR_H_STREAM_POSITION", "data-type": {"type": "string", "length": 50}}""";

    @Test
    void everyChangeTellsTheNumberOfItsTransaction(@TempDir Path folder) throws Exception {
        try (DataLake lake = DataLake.start(folder);
                Bank source = new Bank()) {
            source.create();
            source.fill(40);
            Path task = TaskJson.named("lake")
                    .source(source.endpoint())
                    .target(lake.endpoint("bank", ", \"CdcMaxBatchInterval\": 1"))
                    .rules(RULES)
                    .writeTo(folder);

            assertThat(RunTaskFile.run(task).state()).isEqualTo(TaskState.STOPPED);
            assertThat(lake.rows(FILES + "LOAD00000001.csv", 5))
                    .hasSize(40)
                    .allSatisfy(row -> assertThat(row.get(4)).isEmpty());

            List<String> places = source.change();
            assertThat(RunTaskFile.run(task).state()).isEqualTo(TaskState.STOPPED);
            assertThat(changes(lake))
                    .extracting(row -> row.get(0) + " " + row.get(1) + " " + row.get(5))
                    .containsExactly(
                            "U 1 " + places.get(0),
                            "U 1 " + places.get(0),
                            "U 1 " + places.get(0),
                            "U 1 " + places.get(0),
                            "U 1 " + places.get(0),
                            "I 5001 " + places.get(0),
                            "D 30 " + places.get(1));
        }
    }

    private static List<List<@Nullable String>> changes(DataLake lake) throws SQLException {
        List<List<@Nullable String>> changes = new ArrayList<>();
        for (String key : lake.keys(FILES)) {
            if (!key.contains("LOAD")) {
                changes.addAll(lake.rows(key, 6));
            }
        }
        return changes;
    }
}
