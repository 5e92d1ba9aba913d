package dev.millrace.source.mysql;

import dev.millrace.error.ReplicationException;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Source;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A database of its own, and a source that replicates all its tables. */
final class Scene implements AutoCloseable {
    final TestServer server;
    final String database;
    final Source source;
    String sessionSettings = "DO 0";
    private List<TableSchema> tables;
    private final SourcePosition start;

    Scene(TestServer server, String... creations) {
        this.server = server;
        this.database = server.newDatabase();
        statements(creations);
        this.source = server.open();
        this.tables = source.tables(id -> id.schema().equals(database));
        this.start = source.currentPosition();
    }

    SourcePosition start() {
        return start;
    }

    void reloadTables() {
        tables = source.tables(id -> id.schema().equals(database));
    }

    void run(String... sql) {
        statements(sql);
    }

    void transaction(String... changes) {
        List<String> all = new ArrayList<>();
        all.add(sessionSettings);
        all.add("BEGIN");
        all.addAll(List.of(changes));
        all.add("COMMIT");
        statements(all.toArray(String[]::new));
    }

    void statements(String... sql) {
        List<String> all = new ArrayList<>();
        all.add("USE " + database);
        all.addAll(List.of(sql));
        server.run(all.toArray(String[]::new));
    }

    ChangeReader openReader(SourcePosition from) {
        return source.openReader(from, tables);
    }

    List<ChangeEvent> read() {
        return readBehind(start);
    }

    List<ChangeEvent> readBehind(SourcePosition from) {
        SourcePosition end = source.currentPosition();
        try (ChangeReader reader = openReader(from)) {
            return Changes.upTo(reader, end);
        }
    }

    boolean isReadInOnePiece() {
        try {
            return !read().isEmpty();
        } catch (ReplicationException refused) {
            return false;
        }
    }

    ReplicationException failure() {
        return catchThrowableOfType(ReplicationException.class, this::read);
    }

    @Override
    public void close() {
        source.close();
    }
}
