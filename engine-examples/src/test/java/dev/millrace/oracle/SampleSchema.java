package dev.millrace.oracle;

import dev.millrace.emulated.oracle.EmulatedOracle;
import dev.millrace.emulated.oracle.OracleTable;
import dev.millrace.emulated.oracle.OracleTable.Column;
import dev.millrace.emulated.oracle.OracleTransaction;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An emulated Oracle with a schema that is made and read by a test. */
final class SampleSchema implements AutoCloseable {
    private static final String PASSWORD = "secret";

    private final EmulatedOracle oracle = EmulatedOracle.start(PASSWORD);
    private final String name;

    SampleSchema(String name) {
        this.name = name;
        oracle.createSchema(name);
    }

    OracleTable table(String table, Column... columns) {
        return OracleTable.of(name, table, columns);
    }

    /** Makes tables; supplemental logging is left to the task. */
    void create(OracleTable... tables) {
        for (OracleTable table : tables) {
            oracle.createTable(table, false);
        }
    }

    OracleTransaction begin() {
        return oracle.begin();
    }

    void insert(OracleTransaction transaction, String table, @Nullable String... values) {
        transaction.insert(name, table, List.of(Arrays.asList(values)));
    }

    /** The committed rows. */
    List<List<@Nullable String>> rows(String table) {
        return oracle.rows(name, table);
    }

    /** What a task file says about it. */
    String endpoint() {
        return """
                {"EngineName": "oracle", "ServerName": "127.0.0.1", "DatabaseName": "ORCL", "Username": "%s",
                 "Password": "%s", "OracleSettings": {"AddSupplementalLogging": true},
                 "EngineSettings": {"JdbcUrl": "%s", "LogMiningSleepMilliseconds": 20}}""".formatted(EmulatedOracle.USER, PASSWORD, oracle.jdbcUrl(oracle.port()));
    }

    @Override
    public void close() {
        oracle.close();
    }
}
