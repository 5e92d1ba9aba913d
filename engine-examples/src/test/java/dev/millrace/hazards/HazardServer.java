package dev.millrace.hazards;

import dev.millrace.servers.DatabaseServer;
import dev.millrace.servers.MariaDbServer;
import dev.millrace.servers.MySqlServer;
import dev.millrace.servers.PostgresServer;
import java.util.function.Supplier;

/** The kinds of database that are both source and target here. Nothing is lost when they crash, so they need not write to the disk. */
enum HazardServer {
    POSTGRES(() -> PostgresServer.builder().setting("fsync", "off").start()),
    MYSQL(() -> MySqlServer.builder()
            .setting("sync-binlog", "0")
            .setting("innodb-flush-log-at-trx-commit", "0")
            .start()),
    MARIADB(() -> MariaDbServer.builder()
            .setting("sync-binlog", "0")
            .setting("innodb-flush-log-at-trx-commit", "0")
            .start());

    private final Supplier<DatabaseServer> starter;

    HazardServer(Supplier<DatabaseServer> starter) {
        this.starter = starter;
    }

    DatabaseServer start() {
        return starter.get();
    }

    boolean isPostgres() {
        return this == POSTGRES;
    }
}
