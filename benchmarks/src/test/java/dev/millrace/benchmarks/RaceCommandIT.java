package dev.millrace.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Small trials on real servers: each kind of race comes to a result, which it does only if source and target are equal. */
class RaceCommandIT {
    @TempDir
    private Path output;

    @ParameterizedTest
    @CsvSource({
        "postgres-catch-up-oltp, 2000, PostgreSQL subscription",
        "postgres-catch-up-foreign-keys-binary, 3200, binary PostgreSQL subscription",
        "mysql-mysql-catch-up-hot, 500, MySQL replica",
        "mysql-dynamodb-load, 10000, SDK loop"
    })
    void comesToResult(String race, long rows, String peer) throws IOException {
        int code = Main.commandLine()
                .execute("race", race, "--rows", Long.toString(rows), "--pairs", "1", "--output", output.toString());

        assertThat(code).isZero();
        JsonNode result =
                new ObjectMapper().readTree(output.resolve(race + ".json").toFile());
        assertThat(result.path("rows").asLong()).isEqualTo(rows);
        JsonNode score = result.path("scores").path(0);
        assertThat(score.path("peer").asText()).isEqualTo(peer);
        assertThat(score.path("engine").path("median").asDouble()).isPositive();
        assertThat(score.path("peerFigures").path("median").asDouble()).isPositive();
    }

    @Test
    void saysThatPeerIsNotOnThisMachine() {
        int code = Main.commandLine()
                .execute(
                        "race",
                        "mysql-catch-up",
                        "--debezium",
                        output.resolve("nowhere.jar").toString());

        assertThat(code).isEqualTo(3);
    }

    @Test
    void refusesUnknownRace() {
        assertThat(Main.commandLine().execute("race", "of-snails")).isEqualTo(2);
    }
}
