package dev.millrace.apply;

import dev.millrace.config.ErrorSettings;
import dev.millrace.metrics.TableCounters;
import dev.millrace.refusal.RefusalPolicy;
import dev.millrace.refusal.SuspendedTables;
import dev.millrace.spi.sink.ChangeWriter;

/** Applications of batches that take nothing as refused for good. */
final class StopAtRefusals {
    private StopAtRefusals() {}

    static BatchApplication application(ChangeWriter writer) {
        return new BatchApplication(
                writer, new Refusals(writer, new RefusalPolicy(ErrorSettings.STOP_ALWAYS), noneSuspended()));
    }

    static SuspendedTables noneSuspended() {
        return new SuspendedTables(TableCounters::new, (table, cause) -> {});
    }
}
