package dev.millrace.benchmarks.race;

import dev.millrace.benchmarks.race.ProgramPeer.Tool;
import dev.millrace.benchmarks.race.workload.WorkloadName;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The races there are. */
final class Races {
    private static final long TICKS = 40_000;
    private static final long LOADED_ROWS = 5_000_000;
    private static final long KEPT_ITEMS = 100_000;
    private static final long FORGOTTEN_ITEMS = 1_000_000;
    private static final long ROWS_AROUND_A_REFUSED_ONE = 100_000;

    /** What the engine is to reach against a subscription. */
    private static final Map<WorkloadName, Double> AGAINST_SUBSCRIPTION =
            new EnumMap<>(Map.of(WorkloadName.BULK, 1.3, WorkloadName.OLTP, 2.0, WorkloadName.HOT, 2.2));

    private static final Map<WorkloadName, Double> AGAINST_BINARY_SUBSCRIPTION =
            new EnumMap<>(Map.of(WorkloadName.BULK, 1.1));

    private static final Map<WorkloadName, Double> AGAINST_REPLICA =
            new EnumMap<>(Map.of(WorkloadName.BULK, 1.2, WorkloadName.OLTP, 4.0, WorkloadName.HOT, 8.0));

    private static final double AGAINST_DEBEZIUM = 7;

    /** What reading through the engine's adapter may cost, as a multiple of Debezium's own cost. */
    private static final double COST_OF_DEBEZIUM_ALONE = 1.15;

    private Races() {}

    static List<RaceDefinition> all() {
        List<RaceDefinition> races = new ArrayList<>();
        for (WorkloadName workload : WorkloadName.values()) {
            races.add(catchUp(
                    "postgres-catch-up" + suffix(workload),
                    AGAINST_SUBSCRIPTION.getOrDefault(workload, 0.0),
                    new CatchUp<>(Route.POSTGRES_POSTGRES, workload, false, SubscriptionContestant::ofChanges)));
            races.add(catchUp(
                    "postgres-catch-up" + suffix(workload) + "-binary",
                    AGAINST_BINARY_SUBSCRIPTION.getOrDefault(workload, 0.0),
                    new CatchUp<>(Route.POSTGRES_POSTGRES, workload, false, SubscriptionContestant::ofBinaryChanges)));
        }
        races.add(catchUp(
                "postgres-catch-up-foreign-keys-unenforced",
                0,
                new CatchUp<>(
                        Route.POSTGRES_POSTGRES,
                        WorkloadName.FOREIGN_KEYS,
                        false,
                        EngineRun.PLAIN.beginningSessions("SET session_replication_role = replica"),
                        SubscriptionContestant::ofChanges)));
        races.add(new RaceDefinition(
                "postgres-catch-up-refused-row",
                Route.POSTGRES_POSTGRES.title() + ", catching up, one row refused",
                ROWS_AROUND_A_REFUSED_ONE,
                0.5,
                Races::noObstacle,
                new CatchUp<>(
                        Route.POSTGRES_POSTGRES,
                        WorkloadName.BULK,
                        false,
                        EngineRun.PLAIN.meetingTakenRow(),
                        track -> EngineContestant.catchingUp(
                                track, EngineRun.PLAIN.named("Millrace, nothing refused")))));
        races.add(againstDebezium(
                "postgres-catch-up-debezium",
                new CatchUp<>(Route.POSTGRES_POSTGRES, WorkloadName.BULK, true, DebeziumContestant::readingPostgres)));
        races.add(againstDebezium(
                "mysql-catch-up",
                new CatchUp<>(Route.MYSQL_POSTGRES, WorkloadName.BULK, true, DebeziumContestant::readingMySql)));
        AGAINST_REPLICA.forEach((workload, wanted) -> races.add(catchUp(
                "mysql-mysql-catch-up" + suffix(workload),
                wanted,
                new CatchUp<>(Route.MYSQL_MYSQL, workload, true, ReplicaContestant::new))));
        races.add(againstDebezium(
                "mysql-mysql-catch-up-debezium",
                new CatchUp<>(Route.MYSQL_MYSQL, WorkloadName.BULK, true, DebeziumContestant::readingMySql)));
        races.add(reading(
                "postgres-read-debezium",
                new Reading<>(Route.POSTGRES_NOWHERE, DebeziumContestant::onlyReadingPostgres)));
        races.add(reading(
                "mysql-read-debezium", new Reading<>(Route.MYSQL_NOWHERE, DebeziumContestant::onlyReadingMySql)));
        races.add(new RaceDefinition(
                "postgres-latency",
                Route.POSTGRES_POSTGRES.title() + ", commit to visible at " + LatencyRace.PACE + " transactions/s",
                TICKS,
                0,
                Races::noObstacle,
                new Latency<>(Route.POSTGRES_POSTGRES, SubscriptionContestant::ofChanges)));
        races.add(load(
                "postgres-load",
                0.8,
                new FullLoad<>(Route.POSTGRES_POSTGRES, track -> CopyPipe.connecting(track, PipeFormat.TEXT))));
        races.add(load(
                "postgres-load-binary",
                0.9,
                new FullLoad<>(Route.POSTGRES_POSTGRES, track -> CopyPipe.connecting(track, PipeFormat.BINARY))));
        races.add(load(
                "postgres-load-subscription",
                1.4,
                new FullLoad<>(Route.POSTGRES_POSTGRES, SubscriptionContestant::copying)));
        races.add(load("postgres-load-dump", 1.2, Route.POSTGRES_POSTGRES, Tool.DUMP));
        races.add(load("postgres-load-pgcopydb", 1.1, Route.POSTGRES_POSTGRES, Tool.PGCOPYDB));
        races.add(load("mysql-load", 1.1, new FullLoad<>(Route.MYSQL_POSTGRES, SelectPipe::toCopy)));
        races.add(load("mysql-mysql-load", 0.95, new FullLoad<>(Route.MYSQL_MYSQL, SelectPipe::toLoadData)));
        races.add(load("mysql-mysql-load-mydumper", 1.1, Route.MYSQL_MYSQL, Tool.MYDUMPER));
        races.add(load("mysql-mysql-load-mysqldump", 0, Route.MYSQL_MYSQL, Tool.MYSQLDUMP));
        races.add(toLake("postgres-s3-load", 0, Route.POSTGRES_LAKE, FullLoad.STREAMS));
        races.add(toLake("postgres-s3-load-forgotten", 0.8, Route.POSTGRES_FORGETFUL_LAKE, FullLoad.STREAMS));
        races.add(toLake("postgres-s3-load-one-stream", 0, Route.POSTGRES_LAKE, 1));
        races.add(toLake("postgres-s3-load-forgotten-one-stream", 0.8, Route.POSTGRES_FORGETFUL_LAKE, 1));
        races.add(toItems("mysql-dynamodb-load", KEPT_ITEMS, 0.9, Route.MYSQL_ITEMS));
        races.add(toItems("mysql-dynamodb-load-forgotten", FORGOTTEN_ITEMS, 0, Route.MYSQL_FORGETFUL_ITEMS));
        return List.copyOf(races);
    }

    private static Optional<String> noObstacle(RaceOptions options) {
        return Optional.empty();
    }

    private static String suffix(WorkloadName workload) {
        return workload == WorkloadName.BULK ? "" : "-" + workload;
    }

    private static RaceDefinition catchUp(String name, double wanted, CatchUp<?, ?> race) {
        return new RaceDefinition(
                name,
                race.route().title() + ", catching up, " + race.workload(),
                race.workload().quotedChanges(),
                wanted,
                Races::noObstacle,
                race);
    }

    private static RaceDefinition againstDebezium(String name, CatchUp<?, ?> race) {
        RaceDefinition made = catchUp(name, AGAINST_DEBEZIUM, race);
        return new RaceDefinition(
                name, made.title(), made.quotedRows(), made.wanted(), DebeziumContestant::obstacle, race);
    }

    private static RaceDefinition reading(String name, Reading<?> race) {
        return new RaceDefinition(
                name,
                race.route().title() + " through Debezium, " + WorkloadName.BULK,
                WorkloadName.BULK.quotedChanges(),
                COST_OF_DEBEZIUM_ALONE,
                DebeziumContestant::obstacle,
                race);
    }

    private static RaceDefinition toItems(
            String name, long rows, double wanted, Route<MySqlRaceServer, ItemRaceTarget> route) {
        return new RaceDefinition(
                name,
                route.title() + ", full load",
                rows,
                wanted,
                Races::noObstacle,
                new FullLoad<>(route, SdkLoop::new));
    }

    private static RaceDefinition toLake(String name, double wanted, Route<PostgresRaceServer, ?> route, int streams) {
        RaceDefinition made = load(name, wanted, new FullLoad<>(route, streams, CopyToNothing::new));
        return new RaceDefinition(
                name,
                made.title() + " of CSV" + (streams == 1 ? ", one stream" : ""),
                made.quotedRows(),
                wanted,
                options -> Programs.obstacle(List.of(Programs.PSQL)),
                made.preparation());
    }

    private static RaceDefinition load(String name, double wanted, FullLoad<?, ?> race) {
        return new RaceDefinition(
                name, race.route().title() + ", full load", LOADED_ROWS, wanted, Races::noObstacle, race);
    }

    private static RaceDefinition load(String name, double wanted, Route<?, ? extends RaceServer> route, Tool tool) {
        RaceDefinition made = load(name, wanted, new FullLoad<>(route, track -> new ProgramPeer(tool, track)));
        return new RaceDefinition(
                name,
                made.title(),
                made.quotedRows(),
                wanted,
                options -> ProgramPeer.obstacle(tool),
                made.preparation());
    }
}
