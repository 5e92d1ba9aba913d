package dev.millrace.examples.cli;

import dev.millrace.servers.MySqlServer;
import dev.millrace.servers.PostgresServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The way back that a migration leaves open: a task that captures changes only, from the place where the former target took over, and brings them to
 * the former source, whose foreign keys stay on.
 */
class ReverseCaptureIT {
    private static final List<String> TABLES = List.of("customers", "orders", "marks");

    @TempDir
    private Path folder;

    @Test
    void changesSinceTheCutOverReachTheFormerSource() throws Exception {
        try (MySqlServer oldServer = MySqlServer.builder().start();
                PostgresServer newServer = PostgresServer.builder().start()) {
            Database former = Database.create(oldServer, "shop");
            Database current = Database.create(newServer, "shop");
            CliTask there = migrated(former, current);
            String cutOver = cutOver(current);
            current.execute(
                    "INSERT INTO customers VALUES (3, 'Zoë')",
                    "INSERT INTO orders VALUES (30, 3, 0.50, '2026-11-23 10:00:00.000001')",
                    "BEGIN; UPDATE orders SET customer = 3 WHERE id = 10; DELETE FROM customers WHERE id = 1; COMMIT",
                    "INSERT INTO marks VALUES ('twin', 1), ('twin', 1)");
            CliTask back = back(former, current, cutOver);
            back.succeeds();
            assertEqual(there);
            current.execute("DELETE FROM orders WHERE id = 30", "UPDATE marks SET n = 2 WHERE what = 'same'");
            back.succeeds();
            assertEqual(there);
        }
    }

    /** The way there, followed to its end. */
    private CliTask migrated(Database former, Database current) throws Exception {
        former.execute(
                "CREATE TABLE customers (id int PRIMARY KEY, name varchar(40) CHARACTER SET utf8mb4)",
                "CREATE TABLE orders (id bigint PRIMARY KEY, customer int NOT NULL, price decimal(10,2), placed datetime(6),"
                        + " FOREIGN KEY (customer) REFERENCES customers (id))",
                "CREATE TABLE marks (what varchar(20), n int)",
                "INSERT INTO customers VALUES (1, 'Ann'), (2, 'Bob')",
                "INSERT INTO orders VALUES (10, 1, 9.99, '2026-11-22 10:00:00.5'), (20, 2, NULL, NULL)",
                "INSERT INTO marks VALUES ('same', 1), ('same', 1)");
        CliTask there = CliTask.between(folder, former, current);
        there.succeeds();
        former.execute("UPDATE orders SET price = 19.99 WHERE id = 20");
        there.succeeds();
        assertEqual(there);
        return there;
    }

    /** Remembers the place, and has the log kept from there on; the publication has to be there before. */
    private static String cutOver(Database current) throws SQLException {
        current.execute(
                "ALTER TABLE marks REPLICA IDENTITY FULL",
                "CREATE PUBLICATION way_back FOR TABLE " + String.join(", ", TABLES));
        return current.rows("SELECT lsn FROM pg_create_logical_replication_slot('way_back', 'pgoutput')")
                .get(0);
    }

    private CliTask back(Database former, Database current, String cutOver) throws Exception {
        StringBuilder rules = new StringBuilder("""
                {"rule-type": "transformation", "rule-id": 1, "rule-name": "1", "rule-target": "schema",
                 "object-locator": {"schema-name": "public"}, "rule-action": "rename", "value": "shop"}""");
        for (String table : TABLES) {
            int id = 2 + TABLES.indexOf(table);
            rules.append("""
                    , {"rule-type": "selection", "rule-id": %d, "rule-name": "%d", "rule-action": "include",
                     "object-locator": {"schema-name": "public", "table-name": "%s"}}""".formatted(id, id, table));
        }
        String capture =
                ", \"PostgreSQLSettings\": {\"SlotName\": \"way_back\"}, \"EngineSettings\": {\"PublicationName\": \"way_back\"}";
        return CliTask.of(
                folder,
                current,
                former,
                TaskJson.named("back")
                        .type("cdc")
                        .source(current.endpoint(
                                current.server().username(),
                                current.server().password(),
                                current.server().port(),
                                capture))
                        .target(former.endpoint())
                        .rules(rules.toString())
                        .settings("{\"FullLoadSettings\": {\"TargetTablePrepMode\": \"DO_NOTHING\"}}")
                        .more(", \"CdcStartPosition\": \"" + cutOver + "\""));
    }

    private static void assertEqual(CliTask task) throws SQLException {
        for (String table : TABLES) {
            task.assertEqual(table);
        }
    }
}
