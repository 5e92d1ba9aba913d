package dev.millrace.sink.postgres;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.servers.PostgresServer;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.Secret;
import dev.millrace.spi.SslMode;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.sink.ChangeSet;
import dev.millrace.spi.sink.ChangeSet.Kind;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Sink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** A database of its own on a shared server, a sink on it, and short ways to make rows and to look at what arrived. */
final class Target implements AutoCloseable {
    /** A value that a row does not carry. */
    static final String ABSENT = "\0absent";

    private static final ThreadLocal<RowBuffer> ROWS = ThreadLocal.withInitial(RowBuffer::new);
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final PostgresServer server;
    private final String database;
    private final Connection connection;
    private final List<Sink> sinks = new ArrayList<>();

    Target(int majorVersion) {
        server = TargetServers.running(majorVersion);
        database = "target_" + DATABASES.incrementAndGet();
        try (Connection administration = connect("postgres");
                Statement statement = administration.createStatement()) {
            statement.execute("CREATE DATABASE " + database);
            connection = connect(database);
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    PostgresServer server() {
        return server;
    }

    Endpoint endpoint(Map<String, String> settings) {
        return endpoint(server.port(), server.username(), server.password(), settings);
    }

    Endpoint endpoint(int port, String username, String password, Map<String, String> settings) {
        return new Endpoint(
                "postgres",
                server.host(),
                port,
                database,
                username,
                new Secret(password),
                SslMode.NONE,
                null,
                new EndpointSettings(settings));
    }

    /** A sink as the engine opens it for the task of that name. */
    Sink open(String taskName) {
        return open(taskName, endpoint(Map.of()));
    }

    Sink open(String taskName, Endpoint endpoint) {
        TaskContext context = new TaskContext(taskName, "", Clock.systemUTC(), Path.of("target", "state"));
        Sink sink = new PostgresSinkFactory().open(endpoint, context);
        sinks.add(sink);
        return sink;
    }

    void execute(String... statements) {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    /** All that a {@code COPY … TO STDOUT} sends. */
    byte[] copyOut(String statement) throws SQLException, IOException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        connection.unwrap(PGConnection.class).getCopyAPI().copyOut(statement, stream);
        return stream.toByteArray();
    }

    /** Every row as its values joined by {@code |}, NULL as {@code ∅}. */
    List<String> rows(String query) {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    String value = result.getString(i);
                    row.append(i == 1 ? "" : "|").append(value == null ? "∅" : value);
                }
                rows.add(row.toString());
            }
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
        return rows;
    }

    String value(String query) {
        return rows(query).get(0);
    }

    /** A table in the words of PostgreSQL; without key columns it has no primary key. */
    static TableSchema table(String name, List<String> key, ColumnSchema... columns) {
        return TableSchema.builder(new TableId("app", name), EngineFamily.POSTGRES)
                .columns(List.of(columns))
                .primaryKey(key.isEmpty() ? null : new KeySchema(name + "_pkey", key))
                .build();
    }

    static ColumnSchema column(String name, DataType.Kind kind, String nativeType) {
        return ColumnSchema.of(name, DataType.of(kind), nativeType);
    }

    static ColumnSchema required(String name, DataType.Kind kind, String nativeType) {
        return column(name, kind, nativeType).notNull();
    }

    /** A row of text values; null is NULL, {@link #ABSENT} is a column that the log did not carry. */
    static Row row(@Nullable String... values) {
        RowBuffer buffer = ROWS.get();
        buffer.begin(values.length);
        for (String value : values) {
            if (value == null) {
                buffer.appendNull();
            } else if (value.equals(ABSENT)) {
                buffer.appendAbsent();
            } else {
                byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
                buffer.append(bytes, 0, bytes.length);
            }
        }
        return buffer.finish();
    }

    static ChangeSet insert(TableSchema table, Row... rows) {
        return new ChangeSet(table, Kind.INSERT, List.of(), Arrays.asList(rows));
    }

    static ChangeSet upsert(TableSchema table, Row... rows) {
        return new ChangeSet(table, Kind.UPSERT, List.of(), Arrays.asList(rows));
    }

    static ChangeSet delete(TableSchema table, Row... identities) {
        return new ChangeSet(table, Kind.DELETE, Arrays.asList(identities), List.of());
    }

    static ChangeSet update(TableSchema table, List<Row> identities, List<Row> rows) {
        return new ChangeSet(table, Kind.UPDATE, identities, rows);
    }

    static ChangeSet truncate(TableSchema table) {
        return new ChangeSet(table, Kind.TRUNCATE, List.of(), List.of());
    }

    static Checkpoint checkpoint(String position) {
        return new Checkpoint(position, Instant.parse("2026-11-22T10:00:00.123456Z"));
    }

    @Override
    public void close() {
        sinks.forEach(Sink::close);
        try {
            connection.close();
            try (Connection administration = connect("postgres");
                    Statement statement = administration.createStatement()) {
                statement.execute("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
            }
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    private Connection connect(String name) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(name), server.username(), server.password());
    }
}
