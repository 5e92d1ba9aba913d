package dev.millrace.taskfile;

import dev.millrace.config.ErrorPolicy;
import dev.millrace.config.ErrorSettings;
import dev.millrace.config.Escalation;
import dev.millrace.config.RetrySettings;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** Reads {@code ErrorBehavior} (dms-reference §1.7). */
final class ErrorBehaviorReader {
    private static final Set<ErrorPolicy> ROW = EnumSet.of(
            ErrorPolicy.IGNORE_RECORD, ErrorPolicy.LOG_ERROR, ErrorPolicy.SUSPEND_TABLE, ErrorPolicy.STOP_TASK);
    private static final Set<ErrorPolicy> TABLE = EnumSet.of(ErrorPolicy.SUSPEND_TABLE, ErrorPolicy.STOP_TASK);
    private static final Set<ErrorPolicy> APPLY_ESCALATION =
            EnumSet.of(ErrorPolicy.LOG_ERROR, ErrorPolicy.SUSPEND_TABLE, ErrorPolicy.STOP_TASK);

    private final Section section;

    ErrorBehaviorReader(Section section) {
        this.section = section;
    }

    ErrorSettings errors() {
        ErrorSettings defaults = ErrorSettings.DEFAULT;
        ErrorSettings result = new ErrorSettings(
                policy("DataErrorPolicy", ROW, defaults.data()),
                policy("DataTruncationErrorPolicy", ROW, defaults.truncation()),
                escalation("DataError", TABLE, defaults.dataEscalation()),
                policy("TableErrorPolicy", TABLE, defaults.table()),
                section.number("TableErrorEscalationCount", defaults.tableErrors(), 0, Integer.MAX_VALUE),
                policy("ApplyErrorDeletePolicy", ROW, defaults.delete()),
                policy("ApplyErrorInsertPolicy", with(ErrorPolicy.INSERT_RECORD), defaults.insert()),
                policy("ApplyErrorUpdatePolicy", with(ErrorPolicy.UPDATE_RECORD), defaults.update()),
                escalation("ApplyError", APPLY_ESCALATION, defaults.applyEscalation()),
                section.flag("ApplyErrorFailOnTruncationDdl", defaults.failOnTruncate()));
        policy("TableErrorEscalationPolicy", EnumSet.of(ErrorPolicy.STOP_TASK), ErrorPolicy.STOP_TASK);
        section.notHonoured("EventErrorPolicy", "", "IGNORE");
        section.notHonoured(
                "FullLoadIgnoreConflicts", "changes made during the load meet the loaded rows exactly", "true");
        section.notHonoured("FailOnTransactionConsistencyBreached", "", "false");
        section.notHonoured("DataMaskingErrorPolicy", "", "STOP_TASK");
        return result;
    }

    RetrySettings retry() {
        RetrySettings defaults = RetrySettings.DEFAULT;
        return new RetrySettings(
                section.number("RecoverableErrorCount", defaults.count(), -1, Integer.MAX_VALUE),
                seconds("RecoverableErrorInterval", defaults.interval()),
                section.flag("RecoverableErrorThrottling", defaults.throttling()),
                seconds("RecoverableErrorThrottlingMax", defaults.throttlingMaximum()),
                section.flag("RecoverableErrorStopRetryAfterThrottlingMax", defaults.stopAfterThrottlingMaximum()));
    }

    private ErrorPolicy policy(String name, Set<ErrorPolicy> allowed, ErrorPolicy defaultValue) {
        return section.choice(name, allowed).orElse(defaultValue);
    }

    private Escalation escalation(String prefix, Set<ErrorPolicy> allowed, Escalation defaults) {
        return new Escalation(
                policy(prefix + "EscalationPolicy", allowed, defaults.policy()),
                section.number(prefix + "EscalationCount", defaults.count(), 0, Integer.MAX_VALUE));
    }

    private static Set<ErrorPolicy> with(ErrorPolicy policy) {
        Set<ErrorPolicy> allowed = EnumSet.copyOf(ROW);
        allowed.add(policy);
        return allowed;
    }

    private Duration seconds(String name, Duration defaultValue) {
        return Duration.ofSeconds(section.number(name, (int) defaultValue.toSeconds(), 0, Integer.MAX_VALUE));
    }
}
