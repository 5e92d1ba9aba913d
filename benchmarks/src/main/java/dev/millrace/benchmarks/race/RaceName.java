package dev.millrace.benchmarks.race;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Locale;

/** The races there are. */
enum RaceName {
    POSTGRES_CATCH_UP(1_600_000) {
        @Override
        Race prepare(RaceOptions options) throws SQLException {
            return new PostgresCatchUpRace(options);
        }
    },
    POSTGRES_LOAD(5_000_000) {
        @Override
        Race prepare(RaceOptions options) throws SQLException {
            return new PostgresLoadRace(options, PipeFormat.TEXT, 0.8);
        }
    },
    POSTGRES_LOAD_BINARY(5_000_000) {
        @Override
        Race prepare(RaceOptions options) throws SQLException {
            return new PostgresLoadRace(options, PipeFormat.BINARY, 0.9);
        }
    },
    MYSQL_CATCH_UP(1_600_000) {
        @Override
        Race prepare(RaceOptions options) throws SQLException, IOException, InterruptedException {
            return new MySqlCatchUpRace(options);
        }
    };

    private final long quotedRows;

    RaceName(long quotedRows) {
        this.quotedRows = quotedRows;
    }

    abstract Race prepare(RaceOptions options) throws SQLException, IOException, InterruptedException;

    /** How many rows the published result moves. */
    long quotedRows() {
        return quotedRows;
    }

    String fileName() {
        return toString();
    }

    /** As it is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
