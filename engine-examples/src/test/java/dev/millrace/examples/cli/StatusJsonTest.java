package dev.millrace.examples.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.metrics.TableState;
import dev.millrace.task.StopReason;
import dev.millrace.task.TaskState;
import dev.millrace.task.TaskStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StatusJsonTest {

    @Test
    void writesATaskThatStopped() throws IOException {
        TaskStatus status = Statuses.ended(
                TaskState.STOPPED,
                StopReason.NORMAL,
                null,
                Statuses.table("lines", TableState.TABLE_COMPLETED, 30_000, 29_000),
                Statuses.table("orders", TableState.TABLE_COMPLETED, 10_000, -1));

        assertGolden(StatusJson.of(status), "stopped.json");
    }

    @Test
    void writesATaskThatFailed() throws IOException {
        TaskStatus status = Statuses.ended(
                TaskState.FAILED,
                StopReason.FATAL_ERROR,
                new ReplicationException(ErrorCode.TARGET_TABLE_MISSING, "table \"x\" is gone\nmake it"),
                Statuses.table("lines", TableState.FULL_LOAD, 30_000, 29_000),
                Statuses.table("orders", TableState.BEFORE_LOAD, 0, 10));

        assertGolden(StatusJson.of(status), "failed.json");
    }

    @Test
    void writesATaskThatWasNeverMade() throws IOException {
        assertGolden(
                StatusJson.of(new ReplicationException(ErrorCode.TASK_FILE_INVALID, "$.Port is 'x'")),
                "never-made.json");
    }

    @Test
    void isOneLine() {
        assertThat(StatusJson.of(Statuses.running(Duration.ofSeconds(1), null))).doesNotContain("\n");
    }

    /** Golden files are indented for their readers, and hold the fields in the order in which they are written. */
    private static void assertGolden(String json, String name) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        try (InputStream golden = StatusJsonTest.class.getResourceAsStream(name)) {
            String indented = mapper.writerWithDefaultPrettyPrinter().writeValueAsString(mapper.readTree(json));
            assertThat(indented + "\n").isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
