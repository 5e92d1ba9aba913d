package dev.millrace.source.postgres;

import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeEvent.RowInsert;
import dev.millrace.model.ChangeEvent.SchemaChange;
import dev.millrace.model.RowIdentity;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.CaptureStart;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which events the log yields, by either way of reading it. */
abstract class ChangeEventContract extends PostgresContract {
    private static final String LARGE = "(SELECT string_agg(md5(i::text), '') FROM generate_series(1, 300) i)";

    private final Map<String, String> settings;

    ChangeEventContract(int majorVersion, Map<String, String> settings) {
        super(majorVersion);
        this.settings = settings;
    }

    private List<ChangeEvent> events(Runnable writes) {
        return events(Map.of(), writes);
    }

    private List<ChangeEvent> events(Map<String, String> moreSettings, Runnable writes) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(moreSettings);
        try (Source source = database.source("events", all)) {
            List<TableSchema> tables = source.tables(id -> id.table().startsWith("t"));
            SourcePosition from = source.beginCapture(tables, new CaptureStart.Now());
            writes.run();
            SourcePosition end = source.currentPosition();
            try (ChangeReader reader = source.openReader(from, tables)) {
                return Changes.until(reader, end);
            }
        }
    }

    private List<String> lines(Runnable writes) {
        return Changes.lines(events(writes));
    }

    @Test
    void aLargeValueThatDidNotChangeIsAbsent() {
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, n int, large text)",
                "ALTER TABLE t ALTER large SET STORAGE EXTERNAL",
                "INSERT INTO t VALUES (1, 1, " + LARGE + ")");
        assertThat(lines(() -> database.execute("UPDATE t SET n = 2", "UPDATE t SET large = 'small'")))
                .containsExactly("update t (1,2,?)", "update t (1,2,small)");
    }

    @Test
    void aLargeValueThatDidNotChangeComesFromTheOldRowIfTheLogHasIt() {
        database.execute(
                "CREATE TABLE t (id int, large text)",
                "ALTER TABLE t ALTER large SET STORAGE EXTERNAL",
                "ALTER TABLE t REPLICA IDENTITY FULL",
                "INSERT INTO t VALUES (1, " + LARGE + ")");
        String large = database.value("SELECT " + LARGE);
        assertThat(lines(() -> database.execute("UPDATE t SET id = 2")))
                .containsExactly("update t (1," + large + ") -> (2," + large + ")");
    }

    @Test
    void oldRowsHoldWhatTheReplicaIdentityLogs() {
        database.execute(
                "CREATE TABLE t_key (id int PRIMARY KEY, v text)",
                "CREATE TABLE t_full (id int PRIMARY KEY, v text)",
                "ALTER TABLE t_full REPLICA IDENTITY FULL",
                "CREATE TABLE t_index (a int, b int NOT NULL, v text)",
                "CREATE UNIQUE INDEX t_index_b ON t_index (b)",
                "ALTER TABLE t_index REPLICA IDENTITY USING INDEX t_index_b",
                "INSERT INTO t_key VALUES (1, 'a')",
                "INSERT INTO t_full VALUES (1, 'a')",
                "INSERT INTO t_index VALUES (1, 2, 'a')");
        assertThat(lines(() -> database.execute(
                        "UPDATE t_key SET v = NULL",
                        "UPDATE t_key SET id = 9",
                        "DELETE FROM t_key",
                        "UPDATE t_full SET v = NULL",
                        "UPDATE t_full SET id = 9",
                        "DELETE FROM t_full",
                        "UPDATE t_index SET v = NULL",
                        "UPDATE t_index SET b = 9",
                        "DELETE FROM t_index")))
                .containsExactly(
                        "update t_key (1,NULL)",
                        "update t_key (1,?) -> (9,NULL)",
                        "delete t_key (9,?)",
                        "update t_full (1,a) -> (1,NULL)",
                        "update t_full (1,NULL) -> (9,NULL)",
                        "delete t_full (9,NULL)",
                        "update t_index (1,2,NULL)",
                        "update t_index (?,2,?) -> (1,9,NULL)",
                        "delete t_index (?,9,?)");
    }

    @Test
    void truncateNamesEveryTable() {
        database.execute("CREATE TABLE t1 (id int PRIMARY KEY)", "CREATE TABLE t2 (id int PRIMARY KEY)");
        assertThat(lines(() -> database.transaction(
                        "INSERT INTO t1 VALUES (1)", "TRUNCATE t1, t2", "INSERT INTO t1 VALUES (2)")))
                .containsExactly("insert t1 (1)", "truncate t1", "truncate t2", "insert t1 (2)");
    }

    @Test
    void truncateOfATableWithoutEarlierRows() {
        database.execute("CREATE TABLE t1 (id int PRIMARY KEY)");
        assertThat(lines(() -> database.execute("TRUNCATE t1"))).containsExactly("truncate t1");
    }

    @Test
    void rowsFollowTheShapeThatTheTableHadWhenTheyWereWritten() {
        database.execute("CREATE TABLE t (id int PRIMARY KEY, a varchar(5) COLLATE \"C\", gone int)");
        List<ChangeEvent> events = events(() -> database.execute(
                "INSERT INTO t VALUES (1, 'a', 1)",
                "ALTER TABLE t ADD COLUMN added timestamp DEFAULT '2024-01-01'",
                "INSERT INTO t VALUES (2, 'b', 2)",
                "ALTER TABLE t DROP COLUMN gone",
                "INSERT INTO t VALUES (3, 'c')",
                "ALTER TABLE t ALTER a TYPE text",
                "INSERT INTO t VALUES (4, 'd')"));
        assertThat(Changes.lines(events))
                .containsExactly(
                        "insert t (1,a,1)",
                        "schema t [id integer, a character varying(5) COLLATE pg_catalog.\"C\", gone integer,"
                                + " added timestamp without time zone]",
                        "insert t (2,b,2,2024-01-01 00:00:00)",
                        "schema t [id integer, a character varying(5) COLLATE pg_catalog.\"C\","
                                + " added timestamp without time zone]",
                        "insert t (3,c,2024-01-01 00:00:00)",
                        "schema t [id integer, a text, added timestamp without time zone]",
                        "insert t (4,d,2024-01-01 00:00:00)");
        List<TableSchema> shapes = events.stream()
                .filter(SchemaChange.class::isInstance)
                .map(event -> ((SchemaChange) event).table())
                .toList();
        assertThat(shapes).allSatisfy(shape -> assertThat(shape.primaryKey()).isPresent());
        assertThat(shapes.get(2).columns().get(2).expression()).contains("2024-01-01");
    }

    @Test
    void aChangedReplicaIdentityIsAChangedTable() {
        database.execute("CREATE TABLE t (id int PRIMARY KEY)");
        List<ChangeEvent> events =
                events(() -> database.execute("ALTER TABLE t REPLICA IDENTITY FULL", "INSERT INTO t VALUES (1)"));
        assertThat(events)
                .filteredOn(SchemaChange.class::isInstance)
                .singleElement()
                .satisfies(event ->
                        assertThat(((SchemaChange) event).table().rowIdentity()).isEqualTo(RowIdentity.FULL));
    }

    @Test
    void aPartitionedTableIsOneTable() {
        database.execute(
                "CREATE TABLE t (id int, k int, PRIMARY KEY (id, k)) PARTITION BY LIST (k)",
                "CREATE TABLE p1 (k int NOT NULL, id int NOT NULL, PRIMARY KEY (id, k))",
                "ALTER TABLE t ATTACH PARTITION p1 FOR VALUES IN (1)",
                "CREATE TABLE p2 PARTITION OF t FOR VALUES IN (2)");
        assertThat(lines(() -> database.execute(
                        "INSERT INTO t VALUES (7, 1), (8, 2)",
                        "UPDATE t SET k = 2 WHERE id = 7",
                        "DELETE FROM t WHERE id = 8",
                        "CREATE TABLE p3 PARTITION OF t FOR VALUES IN (3)",
                        "INSERT INTO t VALUES (9, 3)",
                        "TRUNCATE t")))
                .containsExactly(
                        "insert t (7,1)",
                        "insert t (8,2)",
                        "delete t (7,1)",
                        "insert t (7,2)",
                        "delete t (8,2)",
                        "insert t (9,3)",
                        "truncate t");
    }

    @Test
    void generatedColumnsAreAbsent() {
        database.execute("CREATE TABLE t (id int PRIMARY KEY, g int GENERATED ALWAYS AS (id * 2) STORED, v int)");
        assertThat(lines(() -> database.execute("INSERT INTO t (id, v) VALUES (1, 2)", "UPDATE t SET v = 3")))
                .containsExactly("insert t (1,?,2)", "update t (1,?,3)");
    }

    @Test
    void whatWasRolledBackNeverComes() {
        database.execute("CREATE TABLE t (id int PRIMARY KEY)");
        assertThat(lines(() -> database.transaction(
                        "INSERT INTO t VALUES (1)",
                        "SAVEPOINT s",
                        "INSERT INTO t VALUES (2)",
                        "ROLLBACK TO SAVEPOINT s",
                        "INSERT INTO t VALUES (3)")))
                .containsExactly("insert t (1)", "insert t (3)");
    }

    @Test
    void tablesOfASharedPublicationThatAreNotTheTasksArePassedOver() {
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY)",
                "CREATE TABLE other (id int PRIMARY KEY)",
                "CREATE PUBLICATION everything FOR ALL TABLES WITH (publish_via_partition_root = true)");
        assertThat(Changes.lines(events(
                        Map.of("PublicationName", "everything"),
                        () -> database.execute("INSERT INTO other VALUES (1)", "INSERT INTO t VALUES (1)"))))
                .containsExactly("insert t (1)");
    }

    @Test
    void eventsOfOneShapeShareOneSchema() {
        database.execute("CREATE TABLE t (id int PRIMARY KEY)");
        List<ChangeEvent> events =
                events(() -> database.execute("INSERT INTO t VALUES (1)", "ANALYZE t", "INSERT INTO t VALUES (2)"));
        assertThat(events.stream()
                        .filter(RowInsert.class::isInstance)
                        .map(event -> System.identityHashCode(((RowInsert) event).table()))
                        .distinct())
                .hasSize(1);
    }
}
