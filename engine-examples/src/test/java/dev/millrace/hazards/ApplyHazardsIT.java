package dev.millrace.hazards;

import dev.millrace.config.CommitMode;
import dev.millrace.servers.DatabaseServer;
import dev.millrace.task.TaskStatus;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each hazard of netting changes per key, reordering them by kind and table, and committing batches side by side, on every relational target
 * and in both commit modes: many small batches, several workers, some of them slow, and in the end the target is what the source's serial
 * execution has made of the source.
 */
@ParameterizedClass(name = "{0} {1}")
@CsvSource({"POSTGRES, ORDERED", "POSTGRES, RELAXED", "MYSQL, ORDERED", "MYSQL, RELAXED", "MARIADB, RELAXED"})
class ApplyHazardsIT {
    private static final Map<HazardServer, DatabaseServer> SERVERS = new EnumMap<>(HazardServer.class);

    private static final int ROUNDS = 15;
    private static final int FEW = 10;
    private static final int UPDATES_OF_EACH = 6;

    @Parameter(0)
    private HazardServer server;

    @Parameter(1)
    private CommitMode mode;

    private Replica replica;

    @BeforeEach
    void createDatabases(TestInfo test) throws SQLException {
        DatabaseServer running = SERVERS.computeIfAbsent(server, HazardServer::start);
        String name = test.getTestMethod().orElseThrow().getName() + "_" + mode;
        replica = Replica.on(running, mode, name.toLowerCase(Locale.ROOT));
    }

    @AfterEach
    void deleteTask() throws SQLException {
        replica.close();
    }

    @AfterAll
    static void closeServers() {
        SERVERS.values().forEach(DatabaseServer::close);
        SERVERS.clear();
    }

    @Test
    void partialRowsNeverBecomeInserts() throws Exception {
        replica.onRefusedUpdate("UPDATE_RECORD");
        replica.both("CREATE TABLE item (id int PRIMARY KEY, title varchar(40), body text)");
        keepLongValuesOutOfTheLog("item", "body");
        for (int id = 0; id < FEW; id++) {
            replica.both("INSERT INTO item VALUES (" + id + ", 'seed', '" + "x".repeat(3000) + "')");
        }
        replica.target("DELETE FROM item WHERE id < 3");
        replica.begin();

        for (int round = 0; round < UPDATES_OF_EACH * FEW; round++) {
            replica.transaction("UPDATE item SET title = 'round " + round + "' WHERE id = " + round % FEW);
        }
        TaskStatus status = replica.catchUp();

        assertThat(status.tables())
                .filteredOn(table -> table.table().table().equals("item"))
                .singleElement()
                .satisfies(item -> {
                    assertThat(item.recorded()).isEqualTo(3L * UPDATES_OF_EACH);
                    assertThat(item.appliedUpdates()).isEqualTo(7L * UPDATES_OF_EACH);
                });
        replica.source("DELETE FROM item WHERE id < 3");
        replica.assertEqual("item");
    }

    @Test
    void absentColumnsAreLeftAsTheyAre() throws Exception {
        replica.both("CREATE TABLE item (id int PRIMARY KEY, a int, b int, note varchar(40), body text)");
        keepLongValuesOutOfTheLog("item", "body");
        for (int id = 0; id < FEW; id++) {
            replica.both("INSERT INTO item VALUES (" + id + ", 0, 0, 'seed', '" + "x".repeat(3000) + id + "')");
        }
        replica.begin();

        for (int round = 0; round < ROUNDS; round++) {
            int id = round % FEW;
            int fresh = 100 + round;
            replica.transaction("UPDATE item SET a = a + 1 WHERE id = " + id);
            replica.transaction(
                    "UPDATE item SET b = " + round + " WHERE id = " + id,
                    "UPDATE item SET note = NULL WHERE id = " + (id + 1) % FEW);
            replica.transaction(
                    "UPDATE item SET body = '" + "y".repeat(3000) + round + "' WHERE id = " + (id + 3) % FEW);
            replica.transaction(
                    "INSERT INTO item VALUES (" + fresh + ", 1, NULL, 'new', '" + "z".repeat(3000) + "')",
                    "UPDATE item SET b = 5 WHERE id = " + fresh);
            replica.transaction("UPDATE item SET note = 'round " + round + "' WHERE id IN (" + id + ", " + fresh + ")");
        }
        replica.catchUp();

        replica.assertEqual("item");
    }

    @Test
    void keysThatChange() throws Exception {
        replica.both("CREATE TABLE item (id int PRIMARY KEY, n int)");
        for (int id = 0; id < FEW; id++) {
            replica.both("INSERT INTO item VALUES (" + id + ", 0)");
        }
        replica.begin();

        for (int round = 0; round < ROUNDS; round++) {
            int id = round % FEW;
            int moved = 100 + round;
            replica.transaction(move(id, moved));
            replica.transaction("INSERT INTO item VALUES (" + id + ", " + round + ")");
            replica.transaction(
                    "UPDATE item SET n = n + 1 WHERE id = " + moved, move(moved, -5), move(-5, moved + 1000));
            replica.transaction(move(id, -1), move(moved + 1000, id), move(-1, moved));
            replica.transaction("UPDATE item SET n = n + 10 WHERE id IN (" + id + ", " + moved + ")");
            if (round % 2 == 0) {
                replica.transaction("DELETE FROM item WHERE id = " + moved);
            }
        }
        replica.catchUp();

        replica.assertEqual("item");
    }

    private static String move(int id, int to) {
        return "UPDATE item SET id = " + to + " WHERE id = " + id;
    }

    @Test
    void insertsAfterDeletes() throws Exception {
        replica.both("CREATE TABLE item (id int PRIMARY KEY, n int, note varchar(20))");
        for (int id = 0; id < FEW; id++) {
            replica.both("INSERT INTO item VALUES (" + id + ", 0, 'seed')");
        }
        replica.begin();

        for (int round = 0; round < ROUNDS; round++) {
            int id = round % FEW;
            String delete = "DELETE FROM item WHERE id = " + id;
            replica.transaction(delete);
            replica.transaction("INSERT INTO item VALUES (" + id + ", " + round + ", NULL)");
            replica.transaction(
                    delete,
                    "INSERT INTO item VALUES (" + id + ", " + round + ", 'again')",
                    "UPDATE item SET n = n + 1 WHERE id = " + id);
            replica.transaction("INSERT INTO item VALUES (99, 1, 'short')", "DELETE FROM item WHERE id = 99");
            replica.transaction("UPDATE item SET note = 'round " + round + "' WHERE id = " + id);
            replica.transaction(delete, "INSERT INTO item VALUES (" + id + ", 7, 'x')", delete);
            replica.transaction("INSERT INTO item VALUES (" + id + ", " + round + ", 'last')");
        }
        replica.catchUp();

        replica.assertEqual("item");
    }

    @Test
    void uniqueValuesThatMoveBetweenRows() throws Exception {
        replica.both("CREATE TABLE item (id int PRIMARY KEY, code int UNIQUE)");
        for (int id = 0; id < FEW; id++) {
            replica.both("INSERT INTO item VALUES (" + id + ", " + id + ")");
        }
        replica.begin();

        for (int round = 0; round < ROUNDS; round++) {
            int one = round % FEW;
            int other = (round + 1) % FEW;
            int third = (round + 5) % FEW;
            int free = 100 + round;
            replica.transaction("DELETE FROM item WHERE id = " + third);
            replica.transaction("INSERT INTO item VALUES (" + free + ", " + third + ")");
            replica.transaction(code(one, free), code(free, one), code(one, third));
            replica.transaction(code(free, -1));
            replica.transaction(code(other, one));
            replica.transaction(
                    "DELETE FROM item WHERE id = " + free, code(one, other), code(other, third), code(one, one));
            replica.transaction("INSERT INTO item VALUES (" + third + ", " + other + ")", code(third, null));
            replica.transaction(code(other, other));
            replica.transaction(code(third, third));
        }
        replica.catchUp();

        replica.assertEqual("item");
    }

    @Test
    void uniqueValuesThatRowsExchange() throws Exception {
        replica.both("CREATE TABLE item (id int PRIMARY KEY, code int NOT NULL UNIQUE, n int)");
        for (int id = 0; id < FEW; id++) {
            replica.both("INSERT INTO item VALUES (" + id + ", " + id + ", 0)");
        }
        replica.begin();

        for (int round = 0; round < ROUNDS; round++) {
            int one = round % FEW;
            int other = (round + 1) % FEW;
            int third = (round + 5) % FEW;
            replica.transaction(code(one, -1), code(other, one), code(one, other));
            replica.transaction("UPDATE item SET n = n + 1 WHERE id IN (" + one + ", " + third + ")");
            replica.transaction(code(one, -1), code(other, other), code(third, one), code(one, third));
            replica.transaction(code(third, -2));
            replica.transaction(code(one, one));
            replica.transaction(code(third, third));
        }
        replica.catchUp();

        replica.assertEqual("item");
    }

    private static String code(int id, @Nullable Integer code) {
        return "UPDATE item SET code = " + code + " WHERE id = " + id;
    }

    @Test
    void tablesWithoutAKeyAndWithEqualRows() throws Exception {
        replica.both("CREATE TABLE item (n int, note varchar(10))");
        logWholeRows("item");
        replica.begin();

        for (int round = 0; round < ROUNDS; round++) {
            int n = round % FEW;
            String insert = "INSERT INTO item VALUES (" + n + ", 'x')";
            replica.transaction(insert, insert, insert, "INSERT INTO item VALUES (" + n + ", NULL)");
            replica.transaction(one("UPDATE", "SET note = 'y'", "n = " + n + " AND note = 'x'"));
            replica.transaction(
                    one("DELETE", "", "n = " + n + " AND note = 'x'"),
                    one("UPDATE", "SET n = n + 1", "n = " + n + " AND note IS NULL"));
            replica.transaction(insert, one("DELETE", "", "n = " + n + " AND note = 'y'"));
        }
        replica.catchUp();

        replica.assertEqual("item");
    }

    /** A statement for one of the rows that the condition finds. */
    private String one(String verb, String set, String condition) {
        String statement = verb + (verb.equals("DELETE") ? " FROM item " : " item ") + set + " WHERE ";
        return server.isPostgres()
                ? statement + "ctid = (SELECT ctid FROM item WHERE " + condition + " LIMIT 1)"
                : statement + condition + " LIMIT 1";
    }

    @Test
    void childrenOfParentsOfParents() throws Exception {
        replica.both(
                "CREATE TABLE a_child (id int PRIMARY KEY, parent int NOT NULL)",
                "CREATE TABLE b_parent (id int PRIMARY KEY, ancestor int NOT NULL)",
                "CREATE TABLE c_ancestor (id int PRIMARY KEY, n int)",
                "ALTER TABLE b_parent ADD FOREIGN KEY (ancestor) REFERENCES c_ancestor (id)",
                "ALTER TABLE a_child ADD FOREIGN KEY (parent) REFERENCES b_parent (id)");
        replica.begin();

        for (int round = 0; round < ROUNDS; round++) {
            int id = round % 4;
            int other = id + 10;
            replica.transaction(
                    "INSERT INTO c_ancestor VALUES (" + id + ", " + round + ")",
                    "INSERT INTO b_parent VALUES (" + id + ", " + id + ")",
                    "INSERT INTO a_child VALUES (" + round + ", " + id + ")");
            replica.transaction("INSERT INTO b_parent VALUES (" + other + ", " + id + ")");
            replica.transaction("UPDATE a_child SET parent = " + other + " WHERE id = " + round);
            replica.transaction("DELETE FROM b_parent WHERE id = " + id);
            replica.transaction(
                    "INSERT INTO c_ancestor VALUES (" + other + ", 0)",
                    "UPDATE b_parent SET ancestor = " + other + " WHERE id = " + other,
                    "DELETE FROM c_ancestor WHERE id = " + id);
            if (round < ROUNDS - 2) {
                replica.transaction("DELETE FROM a_child WHERE id = " + round);
                replica.transaction(
                        "DELETE FROM b_parent WHERE id = " + other, "DELETE FROM c_ancestor WHERE id = " + other);
            }
        }
        replica.catchUp();

        replica.assertEqual("a_child", "b_parent", "c_ancestor");
    }

    /** The task does not look for it; what the order of its plans offends, the order of the source does not. */
    @Test
    void aForeignKeyThatTheTargetGetsMeanwhile() throws Exception {
        replica.both(
                "CREATE TABLE a_child (id int PRIMARY KEY, parent int NOT NULL)",
                "CREATE TABLE b_parent (id int PRIMARY KEY, n int)");
        replica.begin();

        replica.catchUp(() -> {
            replica.target("ALTER TABLE a_child ADD FOREIGN KEY (parent) REFERENCES b_parent (id)");
            for (int round = 0; round < ROUNDS; round++) {
                int id = round % 4;
                replica.transaction(
                        "INSERT INTO b_parent VALUES (" + id + ", " + round + "), (" + (id + 10) + ", 0)",
                        "INSERT INTO a_child VALUES (" + round + ", " + id + ")");
                replica.transaction("UPDATE a_child SET parent = " + (id + 10) + " WHERE id = " + round);
                replica.transaction("UPDATE b_parent SET n = n + 1 WHERE id = " + id);
                replica.transaction(
                        "DELETE FROM a_child WHERE id = " + round,
                        "DELETE FROM b_parent WHERE id IN (" + id + ", " + (id + 10) + ")");
            }
        });

        replica.assertEqual("a_child", "b_parent");
    }

    @Test
    void rowsThatReferToRowsOfTheirOwnTable() throws Exception {
        replica.both(
                "CREATE TABLE item (id int PRIMARY KEY, parent int)",
                "ALTER TABLE item ADD FOREIGN KEY (parent) REFERENCES item (id)");
        replica.begin();

        for (int round = 0; round < ROUNDS; round++) {
            int root = 1000 - round * 10;
            replica.transaction(insertNode(root, null), insertNode(root - 1, root), insertNode(root - 2, root - 1));
            replica.transaction(insertNode(root + 3, root - 2));
            replica.transaction("UPDATE item SET parent = " + root + " WHERE id = " + (root - 2));
            replica.transaction("DELETE FROM item WHERE id = " + (root - 1));
            replica.transaction(insertNode(root - 1, root + 3), "UPDATE item SET parent = id WHERE id = " + root);
            if (round % 2 == 0) {
                replica.transaction("DELETE FROM item WHERE id = " + (root - 1));
                replica.transaction("UPDATE item SET parent = NULL WHERE id = " + root);
                replica.transaction(
                        "DELETE FROM item WHERE id = " + (root + 3),
                        "DELETE FROM item WHERE id = " + (root - 2),
                        "DELETE FROM item WHERE id = " + root);
            }
        }
        replica.catchUp();

        replica.assertEqual("item");
    }

    private static String insertNode(int id, @Nullable Integer parent) {
        return "INSERT INTO item VALUES (" + id + ", " + parent + ")";
    }

    @Test
    void rowsThatTheTargetDeletesAndChangesByItself() throws Exception {
        replica.both(
                "CREATE TABLE parent (id int PRIMARY KEY)",
                "CREATE TABLE child (id int PRIMARY KEY, parent int, n int)",
                "CREATE TABLE pet (id int PRIMARY KEY, parent int)",
                "ALTER TABLE child ADD FOREIGN KEY (parent) REFERENCES parent (id) ON DELETE CASCADE ON UPDATE CASCADE",
                "ALTER TABLE pet ADD FOREIGN KEY (parent) REFERENCES parent (id) ON DELETE SET NULL");
        replica.begin();

        for (int round = 0; round < ROUNDS; round++) {
            int id = round % 4;
            replica.transaction(
                    "INSERT INTO parent VALUES (" + id + ")",
                    "INSERT INTO child VALUES (" + id + ", " + id + ", 1), (" + (id + 10) + ", " + id + ", 1)");
            replica.transaction("INSERT INTO pet VALUES (" + round + ", " + id + ")");
            replica.transaction("UPDATE child SET n = n + 1 WHERE parent = " + id);
            replica.transaction("DELETE FROM parent WHERE id = " + id);
            replica.transaction("INSERT INTO parent VALUES (" + id + "), (" + (id + 100) + ")");
            replica.transaction(
                    "INSERT INTO child VALUES (" + id + ", " + id + ", 2)",
                    "UPDATE pet SET parent = " + (id + 100) + " WHERE id = " + round);
            replica.transaction("UPDATE child SET parent = " + (id + 100) + " WHERE id = " + id);
            replica.transaction("DELETE FROM parent WHERE id = " + (id + 100));
            if (round < ROUNDS - 4) {
                replica.transaction("DELETE FROM parent WHERE id = " + id);
            }
        }
        replica.catchUp();

        replica.assertEqual("parent", "child", "pet");
    }

    @Test
    void triggersOnTheTarget() throws Exception {
        replica.both("CREATE TABLE item (id int PRIMARY KEY, n int)");
        replica.target("CREATE TABLE total (id int PRIMARY KEY, items int)", "INSERT INTO total VALUES (1, 0)");
        if (server.isPostgres()) {
            replica.target(
                    "CREATE FUNCTION count_items() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                            + " UPDATE total SET items = items + CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END WHERE id = 1;"
                            + " RETURN NULL; END $$",
                    "CREATE TRIGGER item_counted AFTER INSERT OR DELETE ON item FOR EACH ROW EXECUTE FUNCTION count_items()");
        } else {
            replica.target(
                    "CREATE TRIGGER item_added AFTER INSERT ON item FOR EACH ROW"
                            + " UPDATE total SET items = items + 1 WHERE id = 1",
                    "CREATE TRIGGER item_removed AFTER DELETE ON item FOR EACH ROW"
                            + " UPDATE total SET items = items - 1 WHERE id = 1");
        }
        replica.begin();

        for (int round = 0; round < ROUNDS; round++) {
            replica.transaction("INSERT INTO item VALUES (" + round + ", 0), (" + (round + 1000) + ", 0)");
            replica.transaction("UPDATE item SET n = n + 1 WHERE id = " + round);
            replica.transaction("INSERT INTO item VALUES (" + (round + 500) + ", 0)");
            replica.transaction("DELETE FROM item WHERE id = " + (round + 1000));
        }
        replica.catchUp();

        replica.assertEqual("item");
        assertThat(replica.to().rows("SELECT items FROM total")).containsExactly(Integer.toString(2 * ROUNDS));
    }

    @Test
    void columnsThatTheTargetGenerates() throws Exception {
        replica.source("CREATE TABLE item (id int PRIMARY KEY, code int, note varchar(10))");
        replica.target("CREATE TABLE item (id int PRIMARY KEY, code int, note varchar(10),"
                + " twice int GENERATED ALWAYS AS (code * 2) STORED, CONSTRAINT item_twice UNIQUE (twice))");
        replica.begin();

        for (int round = 0; round < ROUNDS; round++) {
            int one = round % FEW;
            int other = one + 100;
            replica.transaction("INSERT INTO item VALUES (" + one + ", " + one + ", 'one')");
            replica.transaction("INSERT INTO item VALUES (" + other + ", -1, NULL)");
            replica.transaction("UPDATE item SET note = 'x' WHERE id = " + one);
            replica.transaction(code(one, -2), code(other, one), code(one, other));
            replica.transaction(code(one, null));
            replica.transaction("INSERT INTO item VALUES (" + (other + 100) + ", " + other + ", 'y')");
            replica.transaction("DELETE FROM item WHERE id = " + other, code(one, one));
            if (round < ROUNDS - 3) {
                replica.transaction("DELETE FROM item WHERE id IN (" + one + ", " + (other + 100) + ")");
            }
        }
        replica.catchUp();

        List<String> expected = replica.from().rows("SELECT id, code, note, code * 2 FROM item ORDER BY id");
        assertThat(expected).hasSize(6);
        assertThat(replica.to().rows("SELECT id, code, note, twice FROM item ORDER BY id"))
                .isEqualTo(expected);
    }

    @Test
    void truncatesAmongChanges() throws Exception {
        replica.both(
                "CREATE TABLE parent (id int PRIMARY KEY, n int)",
                "CREATE TABLE item (id int PRIMARY KEY, parent int)",
                "CREATE TABLE bag (n int)",
                "ALTER TABLE item ADD FOREIGN KEY (parent) REFERENCES parent (id)");
        logWholeRows("bag");
        replica.begin();

        for (int round = 0; round < ROUNDS; round++) {
            int id = round % 4;
            replica.transaction(
                    "INSERT INTO parent VALUES (" + round + ", 0)",
                    "INSERT INTO item VALUES (" + id + ", " + round + ")");
            replica.transaction("INSERT INTO bag VALUES (" + id + "), (" + id + ")");
            replica.transaction("UPDATE parent SET n = " + round + " WHERE id = " + round);
            replica.transaction("TRUNCATE TABLE item");
            replica.transaction("INSERT INTO item VALUES (" + id + ", " + round + ")");
            replica.transaction("TRUNCATE TABLE bag");
            replica.transaction("INSERT INTO bag VALUES (" + id + ")");
            replica.transaction("TRUNCATE TABLE item");
            replica.transaction("DELETE FROM parent WHERE id = " + (round - 1));
            if (server.isPostgres()) {
                replica.transaction(
                        "INSERT INTO item VALUES (9, NULL)",
                        "TRUNCATE TABLE item",
                        "INSERT INTO item VALUES (9, NULL)");
                replica.transaction("DELETE FROM item WHERE id = 9");
            }
        }
        replica.transaction("INSERT INTO item VALUES (1, " + (ROUNDS - 1) + ")");
        replica.catchUp();

        replica.assertEqual("parent", "item", "bag");
    }

    @Test
    void rowsWithoutAKeyWhoseParentsGoLater() throws Exception {
        replica.both(
                "CREATE TABLE parent (id int PRIMARY KEY)",
                "CREATE TABLE item (parent int, n int)",
                "ALTER TABLE item ADD FOREIGN KEY (parent) REFERENCES parent (id)");
        logWholeRows("item");
        replica.begin();

        for (int round = 0; round < ROUNDS; round++) {
            int id = round % 4;
            replica.transaction("INSERT INTO parent VALUES (" + id + ")");
            replica.transaction("INSERT INTO item VALUES (" + id + ", 1), (" + id + ", 1), (" + id + ", 2)");
            replica.transaction("UPDATE item SET parent = NULL WHERE parent = " + id + " AND n = 2");
            replica.transaction("DELETE FROM item WHERE parent = " + id);
            replica.transaction("DELETE FROM parent WHERE id = " + id);
        }
        replica.catchUp();

        replica.assertEqual("parent", "item");
    }

    /** From here on the log tells of an update only the columns that it changes, as far as the server can leave others out. */
    private void keepLongValuesOutOfTheLog(String table, String column) throws SQLException {
        if (server.isPostgres()) {
            replica.both("ALTER TABLE " + table + " ALTER COLUMN " + column + " SET STORAGE EXTERNAL");
        } else {
            replica.source("SET SESSION binlog_row_image = 'MINIMAL'");
        }
    }

    /** Without it PostgreSQL refuses to update rows that have no key. */
    private void logWholeRows(String table) throws SQLException {
        if (server.isPostgres()) {
            replica.source("ALTER TABLE " + table + " REPLICA IDENTITY FULL");
        }
    }
}
