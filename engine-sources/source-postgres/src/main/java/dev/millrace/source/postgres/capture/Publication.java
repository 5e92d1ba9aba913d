package dev.millrace.source.postgres.capture;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.postgres.connection.SourceErrors;
import dev.millrace.source.postgres.connection.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The publication that chooses whose changes are decoded. One of our own has exactly the task's tables; one that the endpoint
 * names may have more, and gets what it lacks.
 */
public final class Publication {
    private static final String STATE =
            "SELECT pubinsert AND pubupdate AND pubdelete AND pubtruncate, pubviaroot FROM pg_publication WHERE pubname = ?";
    private static final String FILTERED = """
            SELECT n.nspname, c.relname FROM pg_publication_rel r
            JOIN pg_publication p ON p.oid = r.prpubid
            JOIN pg_class c ON c.oid = r.prrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE p.pubname = ? AND (r.prqual IS NOT NULL OR r.prattrs IS NOT NULL)""";
    private static final int FILTERS_SINCE = 150000;
    private static final String TABLES = "SELECT schemaname, tablename FROM pg_publication_tables WHERE pubname = ?";

    private final String name;
    private final boolean namedByUser;

    public Publication(String name, boolean namedByUser) {
        this.name = name;
        this.namedByUser = namedByUser;
    }

    public String name() {
        return name;
    }

    /** What is on the server; nothing if there is no such publication. */
    private record State(boolean exists, boolean everyKind, boolean viaRoot, Set<TableId> tables) {}

    private State read(Connection connection) throws SQLException {
        boolean everyKind;
        boolean viaRoot;
        try (PreparedStatement query = connection.prepareStatement(STATE)) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return new State(false, false, false, Set.of());
                }
                everyKind = row.getBoolean(1);
                viaRoot = row.getBoolean(2);
            }
        }
        Set<TableId> tables = new TreeSet<>();
        try (PreparedStatement query = connection.prepareStatement(TABLES)) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    tables.add(new TableId(row.getString(1), row.getString(2)));
                }
            }
        }
        return new State(true, everyKind, viaRoot, tables);
    }

    /**
     * Makes the publication hold the tables, if it does not already. None is taken out: an interrupted load goes on with the
     * tables that it lacks, and the others must stay captured meanwhile.
     *
     * @return whether there was none before
     */
    public boolean ensure(Connection connection, int serverVersion, List<TableSchema> tables) {
        try {
            State state = read(connection);
            if (namedByUser && serverVersion >= FILTERS_SINCE) {
                requireUnfiltered(connection, tables);
            }
            if (!state.exists()) {
                execute(connection, createStatement(tables));
                return true;
            }
            if (!state.everyKind() || !state.viaRoot()) {
                execute(connection, optionsStatement());
                state = read(connection);
            }
            Set<TableId> missing = tables.stream().map(TableSchema::id).collect(Collectors.toCollection(TreeSet::new));
            missing.removeAll(state.tables());
            if (!missing.isEmpty()) {
                execute(connection, "ALTER PUBLICATION " + Sql.name(name) + " ADD TABLE " + list(missing));
            }
            return false;
        } catch (SQLException failure) {
            throw SourceErrors.classify(failure, "look at publication " + name);
        }
    }

    /** What a publication leaves out never comes, and would look like columns dropped and rows that never were. */
    private void requireUnfiltered(Connection connection, List<TableSchema> tables) throws SQLException {
        Set<TableId> wanted = tables.stream().map(TableSchema::id).collect(Collectors.toSet());
        try (PreparedStatement query = connection.prepareStatement(FILTERED)) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    TableId table = new TableId(row.getString(1), row.getString(2));
                    if (wanted.contains(table)) {
                        throw new ReplicationException(
                                ErrorCode.SOURCE_SETTING_WRONG,
                                "publication " + name + " leaves out rows or columns of table " + table
                                        + "; put it in whole by ALTER PUBLICATION " + Sql.name(name) + " SET TABLE, and"
                                        + " filter in the task's table mappings");
                    }
                }
            }
        }
    }

    /** @throws ReplicationException {@code SOURCE_PUBLICATION_MISSING} if it is gone or lacks a table */
    public void require(Connection connection, List<TableSchema> tables) throws SQLException {
        State state = read(connection);
        if (!state.exists()) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_PUBLICATION_MISSING,
                    "publication " + name + " does not exist on the server; run " + createStatement(tables)
                            + ", and reload the task's tables if they have changed since it was dropped");
        }
        List<TableId> missing =
                new ArrayList<>(tables.stream().map(TableSchema::id).toList());
        missing.removeAll(state.tables());
        if (!missing.isEmpty()) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_PUBLICATION_MISSING,
                    "publication " + name + " lacks table " + missing.get(0)
                            + "; its changes were not captured. Run ALTER PUBLICATION " + Sql.name(name) + " ADD TABLE "
                            + list(missing) + " and reload it");
        }
    }

    public void drop(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP PUBLICATION IF EXISTS " + Sql.name(name));
        }
    }

    /** The statement that makes the publication. */
    public String createStatement(List<TableSchema> tables) {
        return "CREATE PUBLICATION " + Sql.name(name) + " FOR TABLE "
                + list(tables.stream().map(TableSchema::id).toList())
                + " WITH (publish = 'insert, update, delete, truncate', publish_via_partition_root = true)";
    }

    private String optionsStatement() {
        return "ALTER PUBLICATION " + Sql.name(name)
                + " SET (publish = 'insert, update, delete, truncate', publish_via_partition_root = true)";
    }

    private static String list(Iterable<TableId> tables) {
        List<String> names = new ArrayList<>();
        tables.forEach(table -> names.add(Sql.name(table.schema(), table.table())));
        return "ONLY " + String.join(", ONLY ", names);
    }

    private void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            ReplicationException classified = SourceErrors.classify(failure, "set up publication " + name);
            if (classified.code() != ErrorCode.SOURCE_GRANT_MISSING) {
                throw classified;
            }
            throw new ReplicationException(
                    classified.code(),
                    classified.getMessage() + "; let the tables' owner run " + sql
                            + (namedByUser ? "" : ", and name it in EngineSettings PublicationName"),
                    failure);
        }
    }
}
