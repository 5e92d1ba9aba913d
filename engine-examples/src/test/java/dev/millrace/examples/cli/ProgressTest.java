package dev.millrace.examples.cli;

import dev.millrace.metrics.TableState;
import dev.millrace.metrics.TableStatistics;
import dev.millrace.task.TaskStatus;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void tellsRowsBytesRateAndRemainingTimeOfALoad() {
        StatusLines lines = new StatusLines();
        lines.sample(loading(1, 0));
        TaskStatus status = loading(3, 20_000);
        lines.sample(status);

        assertThat(lines.load(status)).contains("full load: 1 of 3 tables, 30,000 rows, 3.0 MB, 10.0k/s, ETA 3.0 s");
        assertThat(lines.tablesBeingLoaded(status))
                .containsExactly(
                        "  sales.lines                              20,000 rows   2.0 MB   10.0k/s   40 %, ETA 3.0 s");
    }

    @Test
    void tellsRateAndLagOfChanges() {
        StatusLines lines = new StatusLines();
        lines.sample(Statuses.running(Duration.ofSeconds(1), Statuses.changes(1_000, 5, false)));
        TaskStatus status = Statuses.running(Duration.ofSeconds(2), Statuses.changes(3_000, 42, true));
        lines.sample(status);

        assertThat(lines.load(status)).isEmpty();
        assertThat(lines.changes(status)).contains("changes: 3,000 applied, 2.0k/s, 42 pending, lag 1.5 s, caught up");
    }

    @Test
    void speedLooksAtTheLastSecondsOnly() {
        Speed speed = new Speed();
        IntStream.rangeClosed(0, 100).forEach(second -> speed.sample(Duration.ofSeconds(second), second * 10L));
        IntStream.rangeClosed(101, 110).forEach(second -> speed.sample(Duration.ofSeconds(second), 1_000));

        assertThat(speed.perSecond()).isZero();
    }

    @Test
    void linesHaveTimesAndComeOnlyWhenSomethingMoved() {
        LineProgress progress = new LineProgress(out, Clock.fixed(Statuses.START, ZoneOffset.UTC));
        progress.say("task running");
        progress.show(loading(1, 5));
        progress.show(loading(2, 6));

        assertThat(text().lines())
                .containsExactly(
                        "2026-11-22T10:00:00Z task running",
                        "2026-11-22T10:00:00Z full load: 1 of 3 tables, 10,005 rows, 1.0 MB, 0/s");
    }

    @Test
    void liveViewIsDrawnInPlaceAndLinesStayAboveIt() {
        LiveProgress progress = new LiveProgress(out);
        progress.show(loading(1, 5));
        bytes.reset();
        progress.say("loaded sales.orders");

        assertThat(text())
                .startsWith("\u001b[2A\r\u001b[Jloaded sales.orders\n  sales.lines ")
                .endsWith(" rows, 1.0 MB, 0/s\n");
        bytes.reset();
        progress.close();
        assertThat(text()).isEqualTo("\u001b[2A\r\u001b[J");
    }

    private static TaskStatus loading(int second, long rows) {
        TableStatistics[] tables = {
            Statuses.table("customers", TableState.BEFORE_LOAD, 0, -1),
            Statuses.table("lines", TableState.FULL_LOAD, rows, 50_000),
            Statuses.table("orders", TableState.TABLE_COMPLETED, 10_000, 9_000)
        };
        return Statuses.running(Duration.ofSeconds(second), null, tables);
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
