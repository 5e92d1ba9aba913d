package dev.millrace.sink.mysql;

import dev.millrace.servers.DatabaseServer;
import dev.millrace.servers.MySqlServer;

class MySqlSinkIT extends MySqlSinkContract {
    @Override
    DatabaseServer start() {
        return MySqlServer.builder().start();
    }
}
