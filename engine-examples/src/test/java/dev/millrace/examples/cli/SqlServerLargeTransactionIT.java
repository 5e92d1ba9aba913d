package dev.millrace.examples.cli;

import dev.millrace.emulated.sqlserver.EmulatedColumn;
import dev.millrace.emulated.sqlserver.EmulatedDatabase;
import dev.millrace.emulated.sqlserver.EmulatedSqlServer;
import dev.millrace.emulated.sqlserver.EmulatedTable;
import dev.millrace.servers.PostgresServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Law 7 for change tables: one transaction with far more rows than the heap holds, from an emulated SQL Server. */
class SqlServerLargeTransactionIT {
    private static final int ROWS = Integer.getInteger("millrace.large.sqlserver.rows", 120_000);

    @TempDir
    private Path folder;

    @Test
    void goesThroughASmallHeap() throws Exception {
        LargeTransaction large = new LargeTransaction(folder, ROWS);
        try (EmulatedSqlServer server = EmulatedSqlServer.start();
                EmulatedDatabase source = server.createDatabase("large", "replicator", "secret");
                PostgresServer target = PostgresServer.builder().start()) {
            Database to = Database.create(target, "large");
            source.createSchema("dbo");
            source.createTable(EmulatedTable.of(
                    "dbo",
                    "big",
                    List.of(EmulatedColumn.of("id", "int", false), EmulatedColumn.of("name", "nvarchar(4000)", false)),
                    List.of("id")));
            source.enableCapture("dbo", "big", "dbo_big");

            large.goesThroughASmallHeap("sqlserver-postgres", task(server, to), () -> write(large, source));

            large.isIn(to, "dbo.big", "id", "name");
        }
    }

    private Path task(EmulatedSqlServer server, Database to) throws Exception {
        return TaskJson.named("large")
                .source("""
                        {"EngineName": "sqlserver", "ServerName": "127.0.0.1", "Port": %d, "DatabaseName": "large",
                         "Username": "replicator", "Password": "secret", "SslMode": "none",
                         "EngineSettings": {"JdbcUrl": "jdbc:emulated-sqlserver://127.0.0.1:%d/large"}}""".formatted(server.port(), server.port()))
                .target(to.endpoint())
                .rules("""
                        {"rule-type": "selection", "rule-id": 1, "rule-name": "1", "rule-action": "include",
                         "object-locator": {"schema-name": "dbo", "table-name": "%"}}""")
                .writeTo(folder);
    }

    private static void write(LargeTransaction large, EmulatedDatabase source) {
        source.transaction(changes -> large.parts().forEach(ids -> {
            List<List<Object>> rows = new ArrayList<>();
            ids.forEach(id -> rows.add(List.of(id, LargeTransaction.NAME)));
            changes.insert("dbo", "big", List.of("id", "name"), rows);
        }));
    }
}
