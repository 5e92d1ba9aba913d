package dev.millrace.source.postgres.capture;

import dev.millrace.spi.EndpointSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Names of slots and publications. */
final class CaptureNamesTest {
    private static CaptureNames names(String task) {
        return CaptureNames.of(task, EndpointSettings.none());
    }

    @Test
    void namesAreMadeFromTheTask() {
        assertThat(names("orders")).isEqualTo(new CaptureNames("millrace_orders", false, "millrace_orders", false));
        assertThat(names("My Task").slot()).matches("millrace_my_task_[0-9a-f]{8}");
        assertThat(names("My Task").slot()).isNotEqualTo(names("my-task").slot());
        assertThat(names("x".repeat(100)).slot()).hasSize(63);
        assertThat(CaptureSetup.temporaryName("s".repeat(63))).hasSize(63).matches("s+_tmp[0-9a-z]+");
    }

    @Test
    void theEndpointsNamesGoFirst() {
        CaptureNames names =
                CaptureNames.of("t", new EndpointSettings(Map.of("slotname", "s", "publicationName", "P")));
        assertThat(names).isEqualTo(new CaptureNames("s", true, "P", true));
    }
}
