package dev.millrace.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Several races in processes of their own, and what is written about all of them. */
class RacesCommandIT {
    @TempDir
    private Path output;

    @Test
    void writesOneTableAndOnePlot() throws IOException {
        int code = run("--rows", "1000", "--pairs", "1", "postgres-load-subscription", "postgres-latency");

        assertThat(code).isZero();
        assertThat(output.resolve("all-races.md"))
                .content()
                .contains("| `postgres-load-subscription` | 10,000 |", "ms to visible, p50", "ms to visible, p99");
        assertThat(output.resolve("all-races.json")).content().contains("\"race\" : \"postgres-latency\"");
        assertThat(output.resolve("all-races.svg"))
                .content()
                .contains(">postgres-load-subscription</text>")
                .doesNotContain("postgres-latency");
    }

    @Test
    void tellsWhichRaceHasNoPeerHere() throws IOException {
        int code = run(
                "mysql-catch-up", "--debezium", output.resolve("nowhere.jar").toString());

        assertThat(code).isEqualTo(1);
        assertThat(output.resolve("all-races.md"))
                .content()
                .contains("`mysql-catch-up` was not run on this machine:", "nowhere.jar does not exist");
    }

    private int run(String... arguments) {
        return Main.commandLine()
                .execute(Stream.concat(Stream.of("races", "--output", output.toString()), Stream.of(arguments))
                        .toArray(String[]::new));
    }
}
