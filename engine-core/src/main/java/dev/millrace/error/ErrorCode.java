package dev.millrace.error;

/**
 * Stable names for everything that can go wrong. A name never changes its meaning, so that users may match on it in logs and
 * in the {@code json} status; the text beside it may.
 */
public enum ErrorCode {
    TASK_FILE_UNREADABLE(ErrorCategory.CONFIGURATION),
    TASK_FILE_INVALID(ErrorCategory.CONFIGURATION),
    MAPPING_INVALID(ErrorCategory.CONFIGURATION),
    SETTING_INVALID(ErrorCategory.CONFIGURATION),
    SECRET_MISSING(ErrorCategory.CONFIGURATION),
    ENGINE_UNKNOWN(ErrorCategory.CONFIGURATION),
    NO_TABLES_MATCHED(ErrorCategory.CONFIGURATION),
    START_POSITION_INVALID(ErrorCategory.CONFIGURATION),

    SOURCE_AUTHENTICATION_FAILED(ErrorCategory.PREREQUISITE),
    SOURCE_GRANT_MISSING(ErrorCategory.PREREQUISITE),
    SOURCE_SETTING_WRONG(ErrorCategory.PREREQUISITE),
    SOURCE_VERSION_UNSUPPORTED(ErrorCategory.PREREQUISITE),
    SOURCE_ROW_IDENTITY_MISSING(ErrorCategory.PREREQUISITE),
    SOURCE_PUBLICATION_MISSING(ErrorCategory.PREREQUISITE),
    SOURCE_SLOT_ACTIVE(ErrorCategory.PREREQUISITE),
    SOURCE_UNREACHABLE(ErrorCategory.SOURCE_TRANSIENT),
    SOURCE_CONNECTION_LOST(ErrorCategory.SOURCE_TRANSIENT),
    SOURCE_TABLE_REWRITTEN(ErrorCategory.SOURCE_TRANSIENT),
    SOURCE_SLOT_LOST(ErrorCategory.SOURCE_FATAL),
    SOURCE_LOG_PURGED(ErrorCategory.SOURCE_FATAL),
    SOURCE_HISTORY_CHANGED(ErrorCategory.SOURCE_FATAL),
    SOURCE_LOG_UNREADABLE(ErrorCategory.SOURCE_FATAL),
    SOURCE_EVENT_UNSUPPORTED(ErrorCategory.SOURCE_FATAL),
    SOURCE_SCHEMA_UNKNOWN(ErrorCategory.SOURCE_FATAL),
    SOURCE_FAILED(ErrorCategory.SOURCE_FATAL),

    TARGET_AUTHENTICATION_FAILED(ErrorCategory.PREREQUISITE),
    TARGET_GRANT_MISSING(ErrorCategory.PREREQUISITE),
    TARGET_SETTING_WRONG(ErrorCategory.PREREQUISITE),
    TARGET_UNREACHABLE(ErrorCategory.TARGET_TRANSIENT),
    TARGET_CONNECTION_LOST(ErrorCategory.TARGET_TRANSIENT),
    TARGET_LOCK_CONFLICT(ErrorCategory.TARGET_TRANSIENT),
    TARGET_VALUE_REFUSED(ErrorCategory.TARGET_DATA),
    TARGET_VALUE_TRUNCATED(ErrorCategory.TARGET_DATA),
    TARGET_CONSTRAINT_VIOLATED(ErrorCategory.TARGET_DATA),
    TARGET_ROW_MISSING(ErrorCategory.TARGET_DATA),
    TARGET_TABLE_MISMATCH(ErrorCategory.TARGET_SCHEMA),
    TARGET_TABLE_MISSING(ErrorCategory.TARGET_SCHEMA),
    TYPE_NOT_REPRESENTABLE(ErrorCategory.TARGET_SCHEMA),
    TARGET_RESOURCE_EXHAUSTED(ErrorCategory.TARGET_RESOURCE),
    TARGET_FAILED(ErrorCategory.TARGET_SCHEMA),

    LOAD_OVERTAKEN(ErrorCategory.TARGET_TRANSIENT),

    FENCED(ErrorCategory.CONSISTENCY),
    CHECKPOINT_UNUSABLE(ErrorCategory.CONSISTENCY),

    INTERNAL(ErrorCategory.BUG);

    private final ErrorCategory category;

    ErrorCode(ErrorCategory category) {
        this.category = category;
    }

    /** The category, which decides between retry, row policy and stop. */
    public ErrorCategory category() {
        return category;
    }

    /** Whether the target refuses what a row holds, rather than what the row lacks on the target. */
    public boolean isRefusedRow() {
        return this == TARGET_VALUE_REFUSED || this == TARGET_VALUE_TRUNCATED || this == TARGET_CONSTRAINT_VIOLATED;
    }

    /** Whether a table of the target is not what its rows need, whichever row it is. */
    public boolean isTableAtFault() {
        return this == TARGET_TABLE_MISMATCH || this == TARGET_TABLE_MISSING || this == TYPE_NOT_REPRESENTABLE;
    }
}
