package dev.millrace.benchmarks.race;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.benchmarks.race.workload.Dialect;
import dev.millrace.benchmarks.race.workload.ScatteredChanges;
import dev.millrace.benchmarks.race.workload.Table;
import dev.millrace.benchmarks.race.workload.Workload;
import dev.millrace.servers.DatabaseServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A server of a race: as source it is filled once, as target every run gets a fresh database from it. */
abstract class RaceServer implements RaceTarget {
    private List<String> furniture = List.of();

    abstract DatabaseServer server();

    abstract Dialect dialect();

    /** The name of the family in a task file. */
    abstract String engineName();

    /** The database that statements go to which belong to no run; on a source, that of the schema {@code race}. */
    abstract String home();

    /** The place in the log from which the engine is to read; the backlog is made after {@link EngineOrigin#fix}. */
    abstract EngineOrigin engineOrigin(String contestant, int pairs);

    /** Lets readers of the log have changes of these tables, if that takes anything. */
    abstract void publish(List<Table> tables) throws SQLException;

    /**
     * Makes the files of the log that a target's runs will write, so that no run has to.
     *
     * @param rows of a run
     */
    abstract void growLog(long rows) throws SQLException;

    /** What ends the filling of a database. */
    abstract List<String> tidy();

    /** Makes a fresh database of the furniture. */
    abstract void create(String database) throws SQLException;

    /** Makes a database without the furniture; or only makes room for it, where programs make it themselves. */
    abstract void createEmpty(String database) throws SQLException;

    @Override
    public abstract void drop(String database) throws SQLException;

    @Override
    public final long processId() {
        return server().pid();
    }

    /** An empty table with its primary key, and a log that has grown already. */
    @Override
    public final void expect(ScatteredChanges rows) throws SQLException {
        furnish(contents(dialect(), ScatteredChanges.toOrders(dialect(), rows.changes()), false));
        growLog(rows.changes());
    }

    @Override
    public final String createFor(String contestant, int pair) throws SQLException {
        String database = nameFor(contestant, pair);
        create(database);
        return database;
    }

    /** Fills the source. */
    void fill(List<String> statements) throws SQLException {
        execute(home(), statements);
        execute(home(), tidy());
    }

    /** Says what every run's database holds. */
    void furnish(List<String> statements) throws SQLException {
        furniture = List.copyOf(statements);
    }

    final List<String> furniture() {
        return furniture;
    }

    /**
     * Schemas, tables and the table of {@link Mark}s.
     *
     * @param withRows whether the tables hold the rows that are there before the backlog
     */
    static List<String> contents(Dialect dialect, Workload workload, boolean withRows) {
        List<String> statements = new ArrayList<>(dialect.hurry());
        statements.addAll(List.of("CREATE SCHEMA race", "CREATE SCHEMA race_work"));
        workload.tables().forEach(table -> statements.add(dialect.create(table)));
        statements.add(dialect.create(Mark.TABLE));
        statements.addAll(workload.tools());
        if (withRows) {
            statements.addAll(workload.rowsBefore());
        }
        return statements;
    }

    @Override
    public final List<String> digests(String database, List<Table> tables) throws SQLException {
        List<String> digests = new ArrayList<>();
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (Table table : tables) {
                try (ResultSet row = statement.executeQuery(dialect().digest(table))) {
                    row.next();
                    digests.add(table.name() + ": " + row.getLong(1) + " rows, " + row.getString(2));
                }
            }
        }
        return digests;
    }

    @Override
    public final ObjectNode endpoint(String database) {
        return new ObjectMapper()
                .createObjectNode()
                .put("EngineName", engineName())
                .put("ServerName", server().host())
                .put("Port", server().port())
                .put("DatabaseName", database)
                .put("Username", server().username())
                .put("Password", server().password());
    }

    final Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(server().jdbcUrl(database), server().username(), server().password());
    }

    final void execute(String database, List<String> statements) throws SQLException {
        try (Connection connection = connect(database)) {
            execute(connection, statements);
        }
    }

    static void execute(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public final void close() {
        server().close();
    }
}
