package dev.millrace.sink.mysql;

import dev.millrace.servers.DatabaseServer;
import dev.millrace.servers.MariaDbServer;

class MariaDbSinkIT extends MySqlSinkContract {
    @Override
    DatabaseServer start() {
        return MariaDbServer.builder().start();
    }
}
