package dev.millrace.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A little of a flood, in both formats. */
class FloodCommandIT {

    @ParameterizedTest
    @ValueSource(strings = {"csv", "parquet"})
    void tellsHowManyRowsWentThrough(String format) {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        PrintStream out = System.out;
        int code;
        try {
            System.setOut(new PrintStream(told, true, StandardCharsets.UTF_8));
            code = Main.commandLine().execute("flood", "--gigabytes", "0.03", "--format", format);
        } finally {
            System.setOut(out);
        }

        assertThat(code).isZero();
        assertThat(told.toString(StandardCharsets.UTF_8)).contains("32,000 rows, 0.03 GB, in ");
    }
}
