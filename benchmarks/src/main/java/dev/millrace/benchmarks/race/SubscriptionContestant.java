package dev.millrace.benchmarks.race;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** PostgreSQL's own logical replication: a subscription on the target's server. */
final class SubscriptionContestant implements Contestant {
    private static final String SLOTS = "peer";

    private final PostgresRaceServer source;
    private final PostgresRaceServer target;
    private final Kind kind;
    private final int pairs;

    /** What a subscription does, and with which of its options. */
    private enum Kind {
        CHANGES("PostgreSQL subscription", ", copy_data = false"),
        BINARY_CHANGES("binary PostgreSQL subscription", ", copy_data = false, binary = true"),
        COPY("PostgreSQL subscription's copy", "");

        private final String contestant;
        private final String options;

        Kind(String contestant, String options) {
            this.contestant = contestant;
            this.options = options;
        }
    }

    private SubscriptionContestant(Track<PostgresRaceServer, PostgresRaceServer> track, Kind kind) {
        this.source = track.source();
        this.target = track.target();
        this.pairs = track.options().pairs();
        this.kind = kind;
    }

    /** Catches up, values sent as text. */
    static Contestant ofChanges(Track<PostgresRaceServer, PostgresRaceServer> track) {
        return new SubscriptionContestant(track, Kind.CHANGES);
    }

    /** Catches up, values sent in PostgreSQL's own binary form. */
    static Contestant ofBinaryChanges(Track<PostgresRaceServer, PostgresRaceServer> track) {
        return new SubscriptionContestant(track, Kind.BINARY_CHANGES);
    }

    /** Copies what is there. */
    static Contestant copying(Track<PostgresRaceServer, PostgresRaceServer> track) {
        return new SubscriptionContestant(track, Kind.COPY);
    }

    @Override
    public String name() {
        return kind.contestant;
    }

    @Override
    public String describe() {
        return "default settings" + kind.options + ", so synchronous_commit=off";
    }

    /** A copy takes its own snapshot; its slot is made when it is. */
    @Override
    public void fixStart() throws SQLException {
        if (kind != Kind.COPY) {
            source.makeSlots(SLOTS, pairs);
        }
    }

    @Override
    public Attempt prepare(int pair) throws SQLException {
        String database = target.createFor(name(), pair);
        if (kind == Kind.COPY) {
            source.makeSlot(SLOTS, pair);
        }
        Connection connection = target.connect(database);
        RaceServer.execute(connection, List.of("""
                CREATE SUBSCRIPTION race CONNECTION 'host=%s port=%d dbname=%s user=%s password=%s' PUBLICATION %s
                WITH (enabled = false, create_slot = false, slot_name = %s%s)""".formatted(
                        source.server().host(),
                        source.server().port(),
                        source.home(),
                        source.server().username(),
                        source.server().password(),
                        PostgresRaceServer.PUBLICATION,
                        PostgresRaceServer.slot(SLOTS, pair),
                        kind.options)));
        return kind == Kind.COPY
                ? new Subscribed(database, connection, new CopiedTables(connection))
                : new Subscribed(database, connection, Mark.on(connection, Mark.LAST)::isSet);
    }

    /** Whether the last row is committed. */
    private interface Finish {
        boolean isReached() throws SQLException;
    }

    /** How far the copies of the tables have come. */
    private record CopiedTables(Connection connection) implements Finish {
        /** States of {@code pg_subscription_rel} from which on a table's copy is committed. */
        @Override
        public boolean isReached() throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "SELECT count(*) FROM pg_subscription_rel WHERE srsubstate NOT IN ('f', 's', 'r')")) {
                row.next();
                return row.getLong(1) == 0;
            }
        }
    }

    private record Subscribed(String targetDatabase, Connection connection, Finish finish) implements Attempt {
        @Override
        public Duration startUp() {
            return Duration.ZERO;
        }

        @Override
        public void start() throws SQLException {
            RaceServer.execute(connection, List.of("ALTER SUBSCRIPTION race ENABLE"));
        }

        @Override
        public boolean isFinished() throws SQLException {
            return finish.isReached();
        }

        /** Its work is done by the servers. */
        @Override
        public Duration processorTime() {
            return Duration.ZERO;
        }

        @Override
        public void close() throws SQLException {
            RaceServer.execute(
                    connection,
                    List.of(
                            "ALTER SUBSCRIPTION race DISABLE",
                            "ALTER SUBSCRIPTION race SET (slot_name = NONE)",
                            "DROP SUBSCRIPTION race"));
            connection.close();
        }
    }
}
