package dev.millrace.sink.mysql;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.servers.DatabaseServer;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.Secret;
import dev.millrace.spi.SslMode;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.sink.ChangeSet;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.LoadWriter;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import dev.millrace.spi.sink.TaskStore;
import dev.millrace.spi.source.Chunk;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A sink on a real server, and a connection beside it that looks at what it did. */
final class TargetFixture implements AutoCloseable {
    static final String DATABASE = "shop";

    private final DatabaseServer server;
    private final Connection observer;
    final Sink sink;
    final Fence fence;

    TargetFixture(DatabaseServer server, String task, Map<String, String> settings) throws SQLException {
        this.server = server;
        this.observer = DriverManager.getConnection(
                server.jdbcUrl("") + "&allowMultiQueries=true", server.username(), server.password());
        run("SET time_zone = '+00:00'");
        this.sink = open(server, task, settings);
        try (TaskStore store = sink.taskStore()) {
            this.fence = store.acquire();
            store.begin(fence, checkpoint("0"));
        }
    }

    static Sink open(DatabaseServer server, String task, Map<String, String> settings) {
        Endpoint endpoint = new Endpoint(
                "mysql",
                server.host(),
                server.port(),
                settings.getOrDefault("DatabaseName", ""),
                server.username(),
                new Secret(server.password()),
                SslMode.NONE,
                null,
                new EndpointSettings(settings));
        return new MySqlSinkFactory().open(endpoint, new TaskContext(task, "", Clock.systemUTC(), Path.of("state")));
    }

    static Checkpoint checkpoint(String position) {
        return new Checkpoint(position, Instant.parse("2026-01-02T03:04:05.678901Z"));
    }

    static TableSchema.Builder table(EngineFamily family, String name) {
        return TableSchema.builder(new TableId(DATABASE, name), family);
    }

    static ColumnSchema column(String name, DataType type, String nativeType) {
        return ColumnSchema.of(name, type, nativeType);
    }

    static ColumnSchema column(String name, Kind kind, String nativeType) {
        return ColumnSchema.of(name, DataType.of(kind), nativeType);
    }

    static KeySchema primary(String... columns) {
        return new KeySchema("PRIMARY", List.of(columns));
    }

    static ChangeSet insert(TableSchema table, List<Row> rows) {
        return new ChangeSet(table, ChangeSet.Kind.INSERT, List.of(), rows);
    }

    static ChangeSet upsert(TableSchema table, List<Row> rows) {
        return new ChangeSet(table, ChangeSet.Kind.UPSERT, List.of(), rows);
    }

    static ChangeSet update(TableSchema table, List<Row> identities, List<Row> rows) {
        return new ChangeSet(table, ChangeSet.Kind.UPDATE, identities, rows);
    }

    static ChangeSet delete(TableSchema table, List<Row> identities) {
        return new ChangeSet(table, ChangeSet.Kind.DELETE, identities, List.of());
    }

    /** Makes the table anew and loads the rows as its only chunk. */
    void load(TableSchema table, List<Row> rows) {
        sink.dropTable(table.id());
        sink.createTable(table);
        loadInto(table, rows);
    }

    void loadInto(TableSchema table, List<Row> rows) {
        try (TaskStore store = sink.taskStore()) {
            store.planTable(fence, table.id(), true, List.of(new Chunk(0, "all", rows.size(), "")));
        }
        try (LoadWriter writer = sink.openLoadWriter(table, fence)) {
            writer.write(rows);
            writer.commit(table.id(), 0, new ChunkDone(rows.size(), "1", "2"));
        }
    }

    void run(String sql) throws SQLException {
        try (Statement statement = observer.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Every row as one line, values parted by {@code |}. */
    List<String> query(String sql) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Statement statement = observer.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                StringBuilder line = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    line.append(i == 1 ? "" : "|").append(rows.getString(i));
                }
                lines.add(line.toString());
            }
        }
        return lines;
    }

    String single(String sql) throws SQLException {
        return query(sql).get(0);
    }

    DatabaseServer server() {
        return server;
    }

    @Override
    public void close() throws SQLException {
        sink.close();
        observer.close();
    }
}
