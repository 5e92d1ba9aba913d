package dev.millrace.metrics;

import dev.millrace.model.TableId;
import java.time.Instant;
import java.util.Optional;

/**
 * What happened to one table so far; the fields of {@code DescribeTableStatistics}. Counters begin at 0 with each start of the
 * task, but for {@code fullLoadRows}, which includes chunks loaded before a resume. Every
 * captured change is applied, recorded, ignored or suspended in the end (law 3).
 *
 * @param table the source table
 * @param inserts captured inserts, and so on; {@code ddls} counts truncates and changes of shape
 * @param appliedInserts of those, how many are durable on the target, and so on; a change that the load contained counts too
 * @param filtered how many of the applied changes the table's load contained already
 * @param recorded changes and loaded rows that the target refused and that are in the exceptions table
 * @param ignored changes and loaded rows that the target refused and that the task's policy ignores
 * @param suspended changes that were passed over because the table is suspended
 * @param truncatedLobs values of large objects that were cut to their limit on the way to the target, also in rows that it then refused
 * @param fullLoadRows rows loaded and committed
 * @param fullLoadBytes their bytes, as the source sent them
 * @param fullLoadEstimatedRows rows the source's statistics promise; -1 if unknown
 */
public record TableStatistics(
        TableId table,
        TableState state,
        long inserts,
        long updates,
        long deletes,
        long ddls,
        long appliedInserts,
        long appliedUpdates,
        long appliedDeletes,
        long appliedDdls,
        long filtered,
        long recorded,
        long ignored,
        long suspended,
        long truncatedLobs,
        long fullLoadRows,
        long fullLoadBytes,
        long fullLoadEstimatedRows,
        Optional<Instant> fullLoadStart,
        Optional<Instant> fullLoadEnd,
        Optional<Instant> lastUpdate) {}
