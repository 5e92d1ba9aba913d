package dev.millrace.benchmarks.race;

import dev.millrace.benchmarks.race.MySqlRaceServer.LogPosition;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * MySQL's own replication: the target's server as a replica that applies with four threads, in the order of the source's commits.
 * The source tells by write sets which transactions do not depend on each other.
 */
final class ReplicaContestant implements Contestant {
    private static final String NAME = "MySQL replica";
    private static final int WORKERS = 4;

    private final MySqlRaceServer source;
    private final MySqlRaceServer target;
    private LogPosition start = new LogPosition("", 0);

    ReplicaContestant(Track<MySqlRaceServer, MySqlRaceServer> track) {
        this.source = track.source();
        this.target = track.target();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String describe() {
        return "replica_parallel_workers=" + WORKERS + ", replica_preserve_commit_order=ON, write sets";
    }

    @Override
    public void fixStart() throws SQLException {
        start = source.logEnd();
    }

    /** The replica forgets which transactions it has seen: it is to apply the same ones at each run. */
    @Override
    public Attempt prepare(int pair) throws SQLException {
        String database = target.createFor(name(), pair);
        target.execute(
                target.home(),
                List.of(
                        "RESET MASTER",
                        "SET GLOBAL replica_parallel_type = 'LOGICAL_CLOCK'",
                        "SET GLOBAL replica_parallel_workers = " + WORKERS,
                        "SET GLOBAL replica_preserve_commit_order = ON",
                        """
                        CHANGE REPLICATION SOURCE TO SOURCE_HOST = '%s', SOURCE_PORT = %d, SOURCE_USER = '%s',
                        SOURCE_PASSWORD = '%s', SOURCE_LOG_FILE = '%s', SOURCE_LOG_POS = %d, SOURCE_AUTO_POSITION = 0,
                        GET_SOURCE_PUBLIC_KEY = 1""".formatted(
                                        source.server().host(),
                                        source.server().port(),
                                        source.server().username(),
                                        source.server().password(),
                                        start.file(),
                                        start.offset())));
        return new Replicating(database, target.connect(target.home()), Mark.watch(target, database, Mark.LAST));
    }

    private record Replicating(String targetDatabase, Connection connection, Mark mark) implements Attempt {
        @Override
        public Duration startUp() {
            return Duration.ZERO;
        }

        @Override
        public void start() throws SQLException {
            RaceServer.execute(connection, List.of("START REPLICA"));
        }

        @Override
        public boolean isFinished() throws SQLException {
            return mark.isSet() || requireRunning();
        }

        /**
         * A replica that has met an error stops, and would let the race wait.
         *
         * @return false
         */
        private boolean requireRunning() throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SHOW REPLICA STATUS")) {
                row.next();
                String error = row.getString("Last_IO_Error") + row.getString("Last_SQL_Error");
                if (!error.isEmpty()) {
                    throw new IllegalStateException("the replica has stopped: " + error);
                }
                return false;
            }
        }

        /** Its work is done by the servers. */
        @Override
        public Duration processorTime() {
            return Duration.ZERO;
        }

        @Override
        public void close() throws SQLException {
            mark.close();
            RaceServer.execute(connection, List.of("STOP REPLICA", "RESET REPLICA ALL"));
            connection.close();
        }
    }
}
