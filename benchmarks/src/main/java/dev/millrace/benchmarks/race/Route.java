package dev.millrace.benchmarks.race;

import java.util.function.Supplier;

/**
 * Between which families rows move.
 *
 * @param title for the readers of the result
 * @param startSource starts a server to read
 * @param startTarget starts a server to write
 */
record Route<S extends RaceServer, T extends RaceTarget>(
        String title, Supplier<S> startSource, Supplier<T> startTarget) {
    static final Route<PostgresRaceServer, PostgresRaceServer> POSTGRES_POSTGRES =
            new Route<>("PostgreSQL to PostgreSQL", PostgresRaceServer::new, PostgresRaceServer::new);
    static final Route<PostgresRaceServer, LakeRaceTarget> POSTGRES_LAKE =
            new Route<>("PostgreSQL to S3", PostgresRaceServer::new, LakeRaceTarget::new);
    static final Route<PostgresRaceServer, ForgetfulLake> POSTGRES_FORGETFUL_LAKE =
            new Route<>("PostgreSQL to S3 that forgets", PostgresRaceServer::new, ForgetfulLake::new);
    static final Route<MySqlRaceServer, ItemRaceTarget> MYSQL_ITEMS =
            new Route<>("MySQL to DynamoDB", MySqlRaceServer::new, ItemRaceTarget::keeping);
    static final Route<MySqlRaceServer, ItemRaceTarget> MYSQL_FORGETFUL_ITEMS =
            new Route<>("MySQL to DynamoDB that forgets", MySqlRaceServer::new, ItemRaceTarget::forgetting);
    static final Route<PostgresRaceServer, Nowhere> POSTGRES_NOWHERE =
            new Route<>("PostgreSQL read", PostgresRaceServer::new, Nowhere::new);
    static final Route<MySqlRaceServer, Nowhere> MYSQL_NOWHERE =
            new Route<>("MySQL read", MySqlRaceServer::new, Nowhere::new);
    static final Route<MySqlRaceServer, PostgresRaceServer> MYSQL_POSTGRES =
            new Route<>("MySQL to PostgreSQL", MySqlRaceServer::new, PostgresRaceServer::new);
    static final Route<MySqlRaceServer, MySqlRaceServer> MYSQL_MYSQL =
            new Route<>("MySQL to MySQL", MySqlRaceServer::new, MySqlRaceServer::new);
}
