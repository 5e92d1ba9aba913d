package dev.millrace.examples.cli;

import dev.millrace.emulated.oracle.EmulatedOracle;
import dev.millrace.emulated.oracle.OracleTable;
import dev.millrace.emulated.oracle.OracleTable.Column;
import dev.millrace.emulated.oracle.OracleTransaction;
import dev.millrace.servers.PostgresServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Law 7 where the log tells of a transaction long before its end: one with far more rows than the heap holds, from an emulated Oracle. CI runs a sample;
 * {@code docs/endurance.md} has the command that runs more.
 */
class OracleLargeTransactionIT {
    private static final int ROWS = Integer.getInteger("millrace.large.oracle.rows", 80_000);

    @TempDir
    private Path folder;

    @Test
    void goesThroughASmallHeap() throws Exception {
        LargeTransaction large = new LargeTransaction(folder, ROWS);
        try (EmulatedOracle oracle = EmulatedOracle.start("secret");
                PostgresServer target = PostgresServer.builder().start()) {
            Database to = Database.create(target, "large");
            oracle.createSchema("HR");
            oracle.createTable(
                    OracleTable.of(
                                    "HR",
                                    "BIG",
                                    Column.of("ID", "NUMBER(9)").notNull(),
                                    Column.of("NAME", "VARCHAR2(4000)"))
                            .withPrimaryKey("ID"),
                    true);

            large.goesThroughASmallHeap("oracle-postgres", task(oracle, to), () -> write(large, oracle));

            large.isIn(to, "\"HR\".\"BIG\"", "\"ID\"", "\"NAME\"");
        }
    }

    private Path task(EmulatedOracle oracle, Database to) throws Exception {
        return TaskJson.named("large")
                .source("""
                        {"EngineName": "oracle", "ServerName": "127.0.0.1", "DatabaseName": "ORCL", "Username": "%s",
                         "Password": "secret", "EngineSettings": {"JdbcUrl": "%s"}}""".formatted(EmulatedOracle.USER, oracle.jdbcUrl(oracle.port())))
                .target(to.endpoint())
                .rules("""
                        {"rule-type": "selection", "rule-id": 1, "rule-name": "1", "rule-action": "include",
                         "object-locator": {"schema-name": "HR", "table-name": "%"}}""")
                .writeTo(folder);
    }

    private static void write(LargeTransaction large, EmulatedOracle oracle) {
        try (OracleTransaction transaction = oracle.begin()) {
            for (List<Integer> ids : large.parts()) {
                List<List<@Nullable String>> rows = new ArrayList<>();
                ids.forEach(id -> rows.add(List.of(Integer.toString(id), LargeTransaction.NAME)));
                transaction.insert("HR", "BIG", rows);
            }
            transaction.commit();
        }
    }
}
