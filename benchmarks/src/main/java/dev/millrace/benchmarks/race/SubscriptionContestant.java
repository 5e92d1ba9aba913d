package dev.millrace.benchmarks.race;

import dev.millrace.servers.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** PostgreSQL's own logical replication, with a subscription's default settings. */
final class SubscriptionContestant implements Contestant {
    static final String NAME = "PostgreSQL subscription";

    private final PostgresServer source;
    private final TargetDatabases targets;
    private final String publication;
    private final Slots slots;

    /** The slot that a run reads. */
    interface Slots {
        String of(int pair);
    }

    SubscriptionContestant(PostgresServer source, TargetDatabases targets, String publication, Slots slots) {
        this.source = source;
        this.targets = targets;
        this.publication = publication;
        this.slots = slots;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Attempt prepare(int pair) throws SQLException {
        String database = TargetDatabases.name(NAME, pair);
        targets.create(database);
        Connection connection = targets.connect(database);
        TargetDatabases.execute(connection, List.of("""
                CREATE SUBSCRIPTION race CONNECTION 'host=%s port=%d dbname=postgres user=%s password=%s' PUBLICATION %s
                WITH (enabled = false, create_slot = false, copy_data = false, slot_name = %s)""".formatted(
                source.host(), source.port(), source.username(), source.password(), publication, slots.of(pair))));
        return new Running(database, connection, Mark.watch(targets, database, Orders.LAST_MARK));
    }

    private record Running(String targetDatabase, Connection connection, Mark mark) implements Attempt {
        @Override
        public Duration startUp() {
            return Duration.ZERO;
        }

        @Override
        public void start() throws SQLException {
            TargetDatabases.execute(connection, List.of("ALTER SUBSCRIPTION race ENABLE"));
        }

        @Override
        public boolean isFinished() throws SQLException {
            return mark.isSet();
        }

        /** Its work is done by the servers. */
        @Override
        public Duration processorTime() {
            return Duration.ZERO;
        }

        @Override
        public void close() throws SQLException {
            mark.close();
            TargetDatabases.execute(
                    connection,
                    List.of(
                            "ALTER SUBSCRIPTION race DISABLE",
                            "ALTER SUBSCRIPTION race SET (slot_name = NONE)",
                            "DROP SUBSCRIPTION race"));
            connection.close();
        }
    }
}
