package dev.millrace.sink.mysql;

import dev.millrace.servers.DatabaseServer;
import dev.millrace.servers.MariaDbServer;
import dev.millrace.servers.MySqlServer;
import org.jspecify.annotations.Nullable;

/** The servers that every integration test runs on, each started once and ended with the JVM. */
enum TargetServer {
    MYSQL {
        @Override
        DatabaseServer start() {
            return MySqlServer.builder().start();
        }
    },
    MARIADB {
        @Override
        DatabaseServer start() {
            return MariaDbServer.builder().start();
        }
    };

    private @Nullable DatabaseServer running;

    abstract DatabaseServer start();

    synchronized DatabaseServer running() {
        DatabaseServer server = running;
        if (server == null) {
            server = start();
            running = server;
        }
        return server;
    }
}
