package dev.millrace.crash;

import dev.millrace.servers.DatabaseServer;
import dev.millrace.servers.MariaDbServer;
import dev.millrace.servers.MySqlServer;
import dev.millrace.servers.PostgresServer;
import dev.millrace.testing.workload.WorkloadDialect;
import java.util.Locale;
import java.util.function.Supplier;

/** The kinds of database that take part. */
enum Engine {
    POSTGRES(
            "postgres",
            "postgres",
            WorkloadDialect.POSTGRES,
            () -> PostgresServer.builder().start()),
    MYSQL("mysql", "mysql", WorkloadDialect.MYSQL, () -> MySqlServer.builder().start()),
    MARIADB(
            "mariadb",
            "mysql",
            WorkloadDialect.MYSQL,
            () -> MariaDbServer.builder().start());

    private final String engineName;
    private final String database;
    private final WorkloadDialect dialect;
    private final Supplier<DatabaseServer> starter;

    Engine(String engineName, String database, WorkloadDialect dialect, Supplier<DatabaseServer> starter) {
        this.engineName = engineName;
        this.database = database;
        this.dialect = dialect;
        this.starter = starter;
    }

    static Engine named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** As an endpoint names it. */
    String engineName() {
        return engineName;
    }

    /** A database that is there from the beginning. */
    String database() {
        return database;
    }

    /** Where a task keeps its control tables if it says nothing. */
    String controlSchema() {
        return this == POSTGRES ? "public" : "awsdms_control";
    }

    /** Counts the transactions that wait for a row's lock. */
    String waitingTransactions() {
        return this == POSTGRES
                ? "SELECT COUNT(*) FROM pg_locks WHERE NOT granted"
                : "SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'";
    }

    WorkloadDialect dialect() {
        return dialect;
    }

    DatabaseServer start() {
        return starter.get();
    }
}
