package dev.millrace.source.mysql;

import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.Source;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Chunks hold each row exactly once, whatever the key. */
class ChunksIT {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            id INT PRIMARY KEY                                                  | n                                      | 5
            id INT PRIMARY KEY                                                  | n * 1000000 - 1000000000               | 5
            id BIGINT UNSIGNED PRIMARY KEY                                      | 18446744073709551615 - n               | 5
            id INT NOT NULL, k INT NOT NULL, PRIMARY KEY (k, id)                | n, n % 3                               | 5
            id VARCHAR(20) COLLATE utf8mb4_general_ci PRIMARY KEY               | CONCAT(CHAR(65 + n % 50), "'", n, '%,;') | 5
            id CHAR(20) CHARACTER SET latin1 PRIMARY KEY                        | CONCAT(n % 7, 'é ', n)                 | 5
            id VARBINARY(20) PRIMARY KEY                                        | UNHEX(SHA1(n))                         | 5
            id DECIMAL(30,10) PRIMARY KEY                                       | n / 7 - 50                             | 5
            id DATETIME(6) PRIMARY KEY                                          | TIMESTAMPADD(MICROSECOND, n * 7777777, '2024-01-01') | 5
            id TIMESTAMP PRIMARY KEY                                            | TIMESTAMPADD(SECOND, n * 77777, '2024-01-01') | 5
            id DATE NOT NULL, k ENUM('b','a') NOT NULL, PRIMARY KEY (id, k)     | DATE_ADD('2024-01-01', INTERVAL n DAY), 1 + n % 2 | 5
            k ENUM('b','a') NOT NULL, id INT, PRIMARY KEY (k, id)               | 1 + n % 2, n                           | 1
            id INT NOT NULL, UNIQUE KEY (id)                                    | n                                      | 5
            id INT                                                              | n % 10                                 | 1
            """)
    void byKey(String columns, String values, int atLeast) {
        for (TestServer server : List.of(TestServer.MYSQL, TestServer.MARIADB)) {
            String database = server.newDatabase();
            server.run(
                    "SET SESSION sql_mode = ''",
                    "CREATE TABLE " + database + ".t (" + columns + ")",
                    "INSERT INTO " + database + ".t SELECT " + values
                            + " FROM (SELECT a.n + 10 * b.n + 100 * c.n AS n FROM " + digits("a") + ", " + digits("b")
                            + ", " + digits("c") + ") numbers",
                    "ANALYZE TABLE " + database + ".t");
            try (Source source = server.open()) {
                TableSchema table =
                        source.tables(id -> id.schema().equals(database)).get(0);
                try (Snapshot snapshot = source.openSnapshot(List.of(table), true)) {
                    List<Chunk> chunks = snapshot.plan(table, new ChunkPolicy.Planned(100));
                    assertThat(chunks)
                            .as(columns)
                            .hasSizeGreaterThanOrEqualTo(atLeast)
                            .extracting(Chunk::ordinal)
                            .isSorted()
                            .doesNotHaveDuplicates();
                    assertThat(chunks).as(columns).allMatch(source::isStable);
                    List<String> rows = new ArrayList<>();
                    for (Chunk chunk : chunks) {
                        List<String> part = read(snapshot, table, chunk);
                        assertThat(part.size()).as(columns + " " + chunk).isLessThan(atLeast == 1 ? 1001 : 500);
                        rows.addAll(part);
                    }
                    List<Chunk> uncut = snapshot.plan(table, new ChunkPolicy.AllPartitions());
                    assertThat(uncut).hasSize(1).allMatch(source::isStable);
                    List<String> whole = read(snapshot, table, uncut.get(0));
                    assertThat(whole).hasSize(1000);
                    assertThat(rows).as(columns).containsExactlyInAnyOrderElementsOf(whole);
                }
            }
        }
    }

    /** A partition may be cut anew under its name before the rest of the table is read. */
    @Test
    void partitionsAreNotStable() {
        for (TestServer server : List.of(TestServer.MYSQL, TestServer.MARIADB)) {
            String database = server.newDatabase();
            server.run("CREATE TABLE " + database + ".t (id INT PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 2");
            try (Source source = server.open()) {
                TableSchema table =
                        source.tables(id -> id.schema().equals(database)).get(0);
                try (Snapshot snapshot = source.openSnapshot(List.of(table), false)) {
                    assertThat(snapshot.plan(table, new ChunkPolicy.AllPartitions()))
                            .hasSize(2)
                            .noneMatch(source::isStable);
                }
            }
        }
    }

    private static String digits(String alias) {
        return "(SELECT 0 AS n UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7"
                + " UNION SELECT 8 UNION SELECT 9) " + alias;
    }

    private static List<String> read(Snapshot snapshot, TableSchema table, Chunk chunk) {
        List<String> rows = new ArrayList<>();
        try (ChunkReader reader = snapshot.read(table, chunk)) {
            List<Row> read = reader.next(7, 1 << 20);
            while (!read.isEmpty()) {
                read.forEach(row -> rows.add(String.join(
                        ",", Changes.values(row).stream().map(String::valueOf).toList())));
                read = reader.next(7, 1 << 20);
            }
        }
        return rows;
    }
}
