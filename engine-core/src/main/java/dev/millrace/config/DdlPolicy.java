package dev.millrace.config;

/**
 * DMS's {@code ChangeProcessingDdlHandlingPolicy}: which changes of a source table's shape are repeated on the target.
 */
public record DdlPolicy(boolean dropped, boolean truncated, boolean altered) {

    /** DMS's default: all of them. */
    public static final DdlPolicy DEFAULT = new DdlPolicy(true, true, true);
}
