package dev.millrace.examples.cli;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.metrics.TableState;
import dev.millrace.task.StopReason;
import dev.millrace.task.TaskState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExitCodeTest {

    @Test
    void tellsHowATaskEnded() {
        assertThat(ExitCode.of(Statuses.ended(TaskState.STOPPED, StopReason.NORMAL, null)))
                .isEqualTo(0);
        assertThat(ExitCode.of(Statuses.ended(TaskState.FAILED, StopReason.FATAL_ERROR, failure(ErrorCode.FENCED))))
                .isEqualTo(1);
        assertThat(ExitCode.of(
                        Statuses.ended(TaskState.FAILED, StopReason.FATAL_ERROR, failure(ErrorCode.SETTING_INVALID))))
                .isEqualTo(2);
        assertThat(ExitCode.of(Statuses.ended(
                        TaskState.STOPPED,
                        StopReason.NORMAL,
                        null,
                        Statuses.table("orders", TableState.TABLE_ERROR, 1, 1))))
                .isEqualTo(3);
        assertThat(ExitCode.of(Statuses.running(Duration.ZERO, null))).isEqualTo(1);
    }

    @Test
    void badTaskFilesAreNotFailures() {
        assertThat(ExitCode.of(failure(ErrorCode.TASK_FILE_INVALID))).isEqualTo(2);
        assertThat(ExitCode.of(failure(ErrorCode.MAPPING_INVALID))).isEqualTo(2);
        assertThat(ExitCode.of(failure(ErrorCode.SOURCE_UNREACHABLE))).isEqualTo(1);
    }

    private static ReplicationException failure(ErrorCode code) {
        return new ReplicationException(code, "x");
    }
}
