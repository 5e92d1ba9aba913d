package dev.millrace.examples;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void showsItsTwoCommands() {
        assertThat(execute("--help")).isZero();
        assertThat(out.toString()).contains("run", "demo").doesNotContain("check", "validate");
        assertThat(execute("run", "--help")).isZero();
        assertThat(out.toString())
                .contains("TASK.json", "--until", "loaded, caught-up, stopped", "--resume", "--reload", "--output")
                .doesNotContain("--http");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run | Missing required parameter: 'TASK.json'",
                "run x.json --until never | is 'never'; it must be one of loaded, caught-up, stopped",
                "run x.json --resume --reload | --resume, --reload are mutually exclusive",
                "run x.json --output xml | --output",
                "runn | Unmatched argument",
            })
    void refusesBadCommandLinesWithCode2(String line, String message) {
        assertThat(execute(line.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }

    private int execute(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }
}
