package dev.millrace.lake;

import dev.millrace.examples.cli.Database;
import dev.millrace.examples.cli.MillraceProcess;
import dev.millrace.examples.cli.TaskJson;
import dev.millrace.servers.MySqlServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Shards of MySQL, each with a task and a folder of its own, under one schema; changes lie in folders by the day of their commit. */
class ShardsIT {
    private static final int LOADED = 40;
    private static final List<String> SHARDS = List.of("shard_a", "shard_b");

    @TempDir
    private Path folder;

    @Test
    void eachShardHasAFolderWithPartitionsByDate() throws Exception {
        try (DataLake lake = DataLake.start(folder);
                MySqlServer server = MySqlServer.builder().start()) {
            for (String shard : SHARDS) {
                Database source = Database.create(server, shard);
                OddRows odd = new OddRows(source);
                odd.create();
                odd.change(LOADED);
                Path task = task(shard, source, lake);
                run(task);
                odd.change(LOADED);
                run(task);

                for (String table : OddRows.TABLES) {
                    String place = "lake/" + shard + "/shop/" + table + "/";
                    assertThat(lake.keys(place))
                            .allMatch(key -> key.matches(place
                                    + "(LOAD0000000\\d\\.csv|20\\d\\d-\\d\\d-\\d\\d-\\d\\d/20\\d{6}-\\d{9}\\.csv)"))
                            .contains(place + "LOAD00000001.csv")
                            .hasSizeGreaterThan(1);
                    assertThat(Replay.of(lake, place)).isEqualTo(odd.rows(table));
                }
            }
        }
    }

    private Path task(String shard, Database source, DataLake lake) throws Exception {
        return TaskJson.named(shard)
                .source(source.endpoint())
                .target(lake.endpoint(
                        "lake/" + shard,
                        ", \"DatePartitionEnabled\": true, \"DatePartitionSequence\": \"YYYYMMDDHH\","
                                + " \"DatePartitionDelimiter\": \"DASH\""))
                .rules("""
                        {"rule-type": "selection", "rule-id": 1, "rule-name": "1", "rule-action": "include",
                         "object-locator": {"schema-name": "%1$s", "table-name": "%%"}},
                        {"rule-type": "transformation", "rule-id": 2, "rule-name": "2", "rule-target": "schema",
                         "object-locator": {"schema-name": "%1$s"}, "rule-action": "rename", "value": "shop"}""".formatted(shard))
                .writeTo(folder);
    }

    private void run(Path task) throws Exception {
        MillraceProcess.run(folder, "run", task.toString(), "--output", "json", "--until", "caught-up")
                .expect(0);
    }
}
