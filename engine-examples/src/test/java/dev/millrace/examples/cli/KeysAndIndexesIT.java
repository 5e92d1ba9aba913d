package dev.millrace.examples.cli;

import dev.millrace.servers.DatabaseServer;
import dev.millrace.servers.MySqlServer;
import dev.millrace.servers.PostgresServer;
import dev.millrace.testing.fault.FaultProxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tables that the engine makes have the source's keys, indexes and foreign keys in the end, also if the engine was killed in the middle of
 * the load, before it had added any of them.
 */
class KeysAndIndexesIT {
    private static final int CHILDREN = 20_000;

    /** So that the children take half a minute. */
    private static final long BYTES_PER_SECOND = 200_000;

    private static final int CASCADE = DatabaseMetaData.importedKeyCascade;

    private static PostgresServer postgres;
    private static MySqlServer mysql;
    private static int pairs;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServers() {
        postgres = PostgresServer.builder().start();
        mysql = MySqlServer.builder().start();
    }

    @AfterAll
    static void closeServers() {
        postgres.close();
        mysql.close();
    }

    static Stream<List<DatabaseServer>> pairs() {
        return Stream.of(List.of(postgres, postgres), List.of(mysql, mysql), List.of(postgres, mysql));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void areThereAfterALoadThatWasKilled(List<DatabaseServer> servers) throws Exception {
        int number = ++pairs;
        Database from = Database.create(servers.get(0), "keys_from_" + number);
        Database to = Database.create(servers.get(1), "keys_to_" + number);
        fill(from);
        try (FaultProxy slow = FaultProxy.to("127.0.0.1", from.server().port())) {
            slow.throttle(BYTES_PER_SECOND);
            String source =
                    from.endpoint(from.server().username(), from.server().password(), slow.port());
            killWhileItLoads(TaskJson.between(from, to).source(source).writeTo(folder), to);
        }
        assertThat(to.rows("SELECT * FROM children")).isEmpty();
        assertThat(foreignKeys(to)).isEmpty();
        assertThat(indexes(to)).containsExactlyInAnyOrder("children unique id", "parents unique id");

        CliTask again = CliTask.between(folder, from, to);
        again.succeeds("--resume");

        again.assertEqual("parents");
        again.assertEqual("children");
        assertThat(foreignKeys(to)).containsExactly("children (parent) to parents (id), delete rule " + CASCADE);
        assertThat(indexes(to))
                .contains(
                        "parents unique id",
                        "parents unique name",
                        "children unique id",
                        "children unique code parent",
                        "children weight");
    }

    private static void fill(Database from) throws SQLException {
        from.execute(
                "CREATE TABLE parents (id int PRIMARY KEY, name varchar(40) NOT NULL, CONSTRAINT parents_name UNIQUE (name))",
                "CREATE TABLE children (id int PRIMARY KEY, code int NOT NULL, parent int NOT NULL, weight int, pad varchar(200),"
                        + " CONSTRAINT children_code UNIQUE (code, parent),"
                        + " CONSTRAINT children_parent FOREIGN KEY (parent) REFERENCES parents (id) ON DELETE CASCADE)",
                "CREATE INDEX by_weight ON children (weight)",
                "INSERT INTO parents VALUES (1, 'one'), (2, 'two'), (3, 'three')",
                from.engineName().equals("postgres")
                        ? "INSERT INTO children SELECT n, n, 1 + n % 3, n % 100, repeat('x', 200) FROM generate_series(1, "
                                + CHILDREN + ") n"
                        : "INSERT INTO children WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < "
                                + CHILDREN
                                + ") SELECT /*+ SET_VAR(cte_max_recursion_depth = 1000000) */ n, n, 1 + n % 3, n % 100, repeat('x', 200) FROM s");
    }

    private void killWhileItLoads(Path task, Database to) throws Exception {
        try (MillraceProcess run = MillraceProcess.start(folder, "run", task.toString())) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(20))
                    .ignoreExceptionsInstanceOf(SQLException.class)
                    .until(() -> {
                        assertThat(run.isAlive()).as(run.output()).isTrue();
                        return to.rows("SELECT id FROM parents").size() == 3
                                && to.rows("SELECT id FROM children").isEmpty();
                    });
            run.kill();
            run.awaitEnd();
        }
    }

    private static List<String> foreignKeys(Database database) throws SQLException {
        List<String> keys = new ArrayList<>();
        try (Connection connection = database.connect();
                ResultSet key =
                        connection.getMetaData().getImportedKeys(catalog(database), schema(database), "children")) {
            while (key.next()) {
                keys.add("children (" + key.getString("FKCOLUMN_NAME") + ") to " + key.getString("PKTABLE_NAME") + " ("
                        + key.getString("PKCOLUMN_NAME") + "), delete rule " + key.getInt("DELETE_RULE"));
            }
        }
        return keys;
    }

    /** Each as its table, whether it is unique, and its columns. */
    private static Set<String> indexes(Database database) throws SQLException {
        Map<String, String> found = new TreeMap<>();
        try (Connection connection = database.connect()) {
            for (String table : List.of("parents", "children")) {
                try (ResultSet column = connection
                        .getMetaData()
                        .getIndexInfo(catalog(database), schema(database), table, false, true)) {
                    while (column.next()) {
                        String head = table + (column.getBoolean("NON_UNIQUE") ? "" : " unique");
                        found.merge(
                                table + "." + column.getString("INDEX_NAME"),
                                head + " " + column.getString("COLUMN_NAME"),
                                (before, one) -> before + " " + one.substring(one.lastIndexOf(' ') + 1));
                    }
                }
            }
        }
        return Set.copyOf(found.values());
    }

    private static @Nullable String catalog(Database database) {
        return database.server() instanceof PostgresServer ? null : database.name();
    }

    private static @Nullable String schema(Database database) {
        return database.server() instanceof PostgresServer ? database.schema() : null;
    }
}
