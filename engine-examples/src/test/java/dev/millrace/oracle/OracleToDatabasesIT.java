package dev.millrace.oracle;

import dev.millrace.examples.cli.Database;
import dev.millrace.examples.cli.TaskJson;
import dev.millrace.servers.DatabaseServer;
import dev.millrace.servers.MySqlServer;
import dev.millrace.servers.PostgresServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** From an emulated Oracle to a real MySQL and a real PostgreSQL, under names in small letters: load, changes, and on from the checkpoint. */
class OracleToDatabasesIT {
    @TempDir
    private Path folder;

    @Test
    void mysqlTakesLoadAndChanges() throws Exception {
        try (MySqlServer server = MySqlServer.builder().start()) {
            loadsFollowsAndGoesOn(server);
        }
    }

    @Test
    void postgresTakesLoadAndChanges() throws Exception {
        try (PostgresServer server = PostgresServer.builder().start()) {
            loadsFollowsAndGoesOn(server);
        }
    }

    private void loadsFollowsAndGoesOn(DatabaseServer server) throws Exception {
        try (HumanResources source = new HumanResources()) {
            Database target = Database.create(server, "hr");
            source.create();
            source.fill(300);
            Path task = TaskJson.named("hr")
                    .source(source.endpoint())
                    .target(target.endpoint())
                    .rules(HumanResources.rules())
                    .writeTo(folder);
            source.isFollowed(task, () -> assertEqual(source, target));
            assertThat(target.rows("SELECT constraint_name FROM information_schema.table_constraints"
                            + " WHERE table_schema = 'hr' AND constraint_type = 'FOREIGN KEY'"))
                    .hasSize(1);
        }
    }

    private static void assertEqual(HumanResources source, Database target) throws SQLException {
        for (Map.Entry<String, List<String>> table : HumanResources.COLUMNS.entrySet()) {
            List<String> expected = source.rows(table.getKey()).stream()
                    .map(row ->
                            String.join(" ", row.stream().map(String::valueOf).toList()))
                    .toList();
            String query = "SELECT " + String.join(", ", table.getValue()) + " FROM hr." + table.getKey();
            assertThat(expected).isNotEmpty();
            assertThat(target.rows(query.toLowerCase(Locale.ROOT)))
                    .as(table.getKey())
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }
}
