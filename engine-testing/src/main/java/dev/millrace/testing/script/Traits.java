package dev.millrace.testing.script;

/**
 * What scripts for an engine may hold.
 *
 * @param truncates whether tables that are captured can be truncated
 * @param switchesLogs whether the log is cut into files
 * @param needsLogOfOpenTransactions whether a restart reads the log from where the oldest open transaction began, so that it is not forgotten before
 * @param rekeysLargeRows whether a new key for a row with a large value is told together with that value as it was at the time
 * @param takesLargeValuesBack whether a large value may be rolled back to a savepoint
 * @param largeRows how many rows a large transaction inserts
 */
public record Traits(
        boolean truncates,
        boolean switchesLogs,
        boolean needsLogOfOpenTransactions,
        boolean rekeysLargeRows,
        boolean takesLargeValuesBack,
        int largeRows) {}
