package dev.millrace.refusal;

import dev.millrace.config.ErrorPolicy;
import dev.millrace.config.ErrorSettings;
import dev.millrace.config.Escalation;
import dev.millrace.error.ErrorCode;
import dev.millrace.model.TableId;
import dev.millrace.spi.sink.RefusedChange;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Decides what becomes of refused changes, by the task's settings and by how many there were since its start (dms-reference §1.7).
 * Outlives a task's attempts. Thread-safe.
 */
public final class RefusalPolicy {
    /** The two classes of errors that DMS counts apart. */
    public enum Kind {
        /** A value does not fit. */
        DATA,
        /** The target's rows are not what the change expects. */
        CONFLICT;

        /** A delete that a constraint refuses is not the harmless kind that finds nothing to delete. */
        public static Kind of(RefusedChange.Kind change, ErrorCode code) {
            boolean conflict = code == ErrorCode.TARGET_ROW_MISSING
                    || (code == ErrorCode.TARGET_CONSTRAINT_VIOLATED
                            && (change == RefusedChange.Kind.INSERT || change == RefusedChange.Kind.UPDATE));
            return conflict ? CONFLICT : DATA;
        }
    }

    private final ErrorSettings settings;
    private final Map<TableId, AtomicInteger> dataErrors = new ConcurrentHashMap<>();
    private final Map<TableId, AtomicInteger> conflicts = new ConcurrentHashMap<>();
    private final AtomicInteger tableErrors = new AtomicInteger();

    public RefusalPolicy(ErrorSettings settings) {
        this.settings = settings;
    }

    /**
     * What becomes of a change.
     *
     * @param table its source table
     * @param pending errors of that kind and table that are not {@linkplain #count counted} yet
     */
    public ErrorPolicy of(TableId table, RefusedChange.Kind change, ErrorCode code, int pending) {
        Kind kind = Kind.of(change, code);
        Escalation escalation = kind == Kind.DATA ? settings.dataEscalation() : settings.applyEscalation();
        ErrorPolicy policy = kind == Kind.DATA ? data(code) : conflict(change);
        boolean escalates = policy != ErrorPolicy.STOP_TASK
                && escalation.isDue(counter(kind, table).get() + pending);
        return escalates ? escalation.policy() : policy;
    }

    /** Whether conflicts of such changes end with the change's row on the target, and nobody counts them, so that they need not be told apart. */
    public boolean replaces(RefusedChange.Kind change) {
        if (settings.applyEscalation().count() > 0) {
            return false;
        }
        return switch (change) {
            case INSERT -> settings.insert() == ErrorPolicy.INSERT_RECORD;
            case UPDATE -> settings.update() == ErrorPolicy.UPDATE_RECORD;
            case DELETE, LOAD, TRUNCATE -> false;
        };
    }

    /** Counts errors whose outcome is committed. */
    public void count(Kind kind, TableId table, int errors) {
        counter(kind, table).addAndGet(errors);
    }

    /** Counts an error of a whole table, and tells what to do: to suspend it, or to stop the task. */
    public ErrorPolicy ofTable() {
        int errors = tableErrors.incrementAndGet();
        boolean escalates = settings.tableErrors() > 0 && errors >= settings.tableErrors();
        return escalates ? ErrorPolicy.STOP_TASK : settings.table();
    }

    private ErrorPolicy data(ErrorCode code) {
        return code == ErrorCode.TARGET_VALUE_TRUNCATED ? settings.truncation() : settings.data();
    }

    private ErrorPolicy conflict(RefusedChange.Kind change) {
        return switch (change) {
            case INSERT -> settings.insert();
            case UPDATE -> settings.update();
            case DELETE -> settings.delete();
            case LOAD, TRUNCATE -> settings.data();
        };
    }

    private AtomicInteger counter(Kind kind, TableId table) {
        return (kind == Kind.DATA ? dataErrors : conflicts).computeIfAbsent(table, added -> new AtomicInteger());
    }
}
