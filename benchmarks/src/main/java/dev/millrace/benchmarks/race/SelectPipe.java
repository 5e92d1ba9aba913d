package dev.millrace.benchmarks.race;

import dev.millrace.benchmarks.race.workload.Table;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.postgresql.PGConnection;

/**
 * The quickest way by hand out of MySQL: a {@code SELECT} over one connection, whose rows go as text into a bulk statement over
 * another, several times for parts of the table. It runs in the race's own JVM.
 */
final class SelectPipe implements Contestant {
    private final MySqlRaceServer source;
    private final RaceServer target;
    private final String statement;
    private final Writer writer;
    private final Table table;
    private final List<String> parts;

    /** Sends text into a table of a run's database. */
    private interface Writer {
        void write(String database, String table, InputStream text) throws SQLException, IOException;
    }

    private SelectPipe(Track<MySqlRaceServer, ? extends RaceServer> track, String statement, Writer writer) {
        this.source = track.source();
        this.target = track.target();
        this.statement = statement;
        this.writer = writer;
        this.table = track.workload().tables().get(0);
        this.parts = FullLoad.parts(track);
    }

    /** Into PostgreSQL. */
    static Contestant toCopy(Track<MySqlRaceServer, PostgresRaceServer> track) {
        return new SelectPipe(track, "COPY", (database, table, text) -> {
            try (Connection connection = track.target().connect(database)) {
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("COPY " + table + " FROM STDIN", text, 1 << 16);
            }
        });
    }

    /** Into MySQL. */
    static Contestant toLoadData(Track<MySqlRaceServer, MySqlRaceServer> track) {
        return new SelectPipe(track, "LOAD DATA", (database, table, text) -> loadData(track.target(), table, text));
    }

    private static void loadData(MySqlRaceServer target, String table, InputStream text) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", target.server().username());
        properties.setProperty("password", target.server().password());
        properties.setProperty("allowLocalInfile", "true");
        try (Connection connection = DriverManager.getConnection(target.server().jdbcUrl(target.home()), properties);
                Statement statement = connection.createStatement()) {
            statement.unwrap(org.mariadb.jdbc.Statement.class).setLocalInfileInputStream(text);
            statement.execute("LOAD DATA LOCAL INFILE 'pipe' INTO TABLE " + table + " CHARACTER SET utf8mb4");
        }
    }

    @Override
    public String name() {
        return "SELECT to " + statement + " pipe";
    }

    @Override
    public String describe() {
        return parts.size() + " pipes, each with an equal part of the keys; in the race's own JVM";
    }

    @Override
    public Attempt prepare(int pair) throws SQLException {
        String database = target.createFor(name(), pair);
        List<Callable<Void>> pipes = new ArrayList<>();
        for (String part : parts) {
            pipes.add(() -> {
                try (Connection connection = source.connect(source.home());
                        InputStream text = new SelectedText(connection, table, part)) {
                    writer.write(database, table.qualifiedName(), text);
                }
                return null;
            });
        }
        return new ThreadAttempt(database, pipes);
    }
}
