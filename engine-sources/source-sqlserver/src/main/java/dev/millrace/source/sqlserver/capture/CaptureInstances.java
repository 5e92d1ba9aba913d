package dev.millrace.source.sqlserver.capture;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.sqlserver.connection.ControlConnection;
import dev.millrace.source.sqlserver.position.LogSequenceNumber;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The capture instances that the server has, and whether a place in the log can still be read from. Thread-safe. */
public final class CaptureInstances {
    private static final String DOING = "reading which tables are captured";

    private final ControlConnection control;

    public CaptureInstances(ControlConnection control) {
        this.control = control;
    }

    /** All of them, for each table the oldest first. */
    Map<TableId, List<CaptureInstance>> all() {
        Map<String, List<String>> columns = new HashMap<>();
        for (@Nullable
        String[] row : control.query(
                DOING, "SELECT object_id, column_name FROM cdc.captured_columns ORDER BY object_id, column_ordinal")) {
            columns.computeIfAbsent(String.valueOf(row[0]), id -> new ArrayList<>())
                    .add(String.valueOf(row[1]));
        }
        Map<TableId, List<CaptureInstance>> instances = new HashMap<>();
        for (@Nullable
        String[] row : control.query(
                DOING,
                "SELECT s.name, t.name, ct.capture_instance, ct.object_id, ct.start_lsn FROM cdc.change_tables AS ct"
                        + " JOIN sys.tables AS t ON t.object_id = ct.source_object_id"
                        + " JOIN sys.schemas AS s ON s.schema_id = t.schema_id")) {
            String start = row[4];
            // without a start the capture job has not come to it yet
            if (start != null) {
                instances
                        .computeIfAbsent(
                                new TableId(String.valueOf(row[0]), String.valueOf(row[1])), id -> new ArrayList<>())
                        .add(new CaptureInstance(
                                String.valueOf(row[2]),
                                LogSequenceNumber.parse(start),
                                columns.getOrDefault(String.valueOf(row[3]), List.of())));
            }
        }
        instances
                .values()
                .forEach(each -> each.sort(
                        Comparator.comparing(instance -> instance.start().digits())));
        return instances;
    }

    /**
     * From where on changes of all these tables stand in change tables, at the earliest. Enabling a table waits for its transactions, so
     * whoever looks at the tables after this call sees whatever was committed before that place.
     */
    public LogSequenceNumber start(List<TableSchema> tables) {
        Map<TableId, List<CaptureInstance>> instances = all();
        LogSequenceNumber latest = LogSequenceNumber.ZERO;
        for (TableSchema table : tables) {
            latest = latest.or(oldest(table, instances).start());
        }
        return latest;
    }

    /**
     * Makes sure that every change behind a place is still there.
     *
     * @throws ReplicationException {@code SOURCE_LOG_PURGED}
     */
    public void requireReadable(LogSequenceNumber from, List<TableSchema> tables) {
        Map<TableId, List<CaptureInstance>> instances = all();
        for (TableSchema table : tables) {
            CaptureInstance oldest = oldest(table, instances);
            if (!from.covers(oldest.start())) {
                throw new ReplicationException(
                        ErrorCode.SOURCE_LOG_PURGED,
                        "changes of table " + table.id() + " are needed from behind " + from + ", and capture instance "
                                + oldest.name() + " has them from " + oldest.start()
                                + " on only: the cleanup job has removed older ones (retention " + retention()
                                + " minutes), or the table was enabled later; reload the table, and let changes be kept for"
                                + " longer than the task may stand still: "
                                + Remedies.RETENTION);
            }
        }
    }

    private static CaptureInstance oldest(TableSchema table, Map<TableId, List<CaptureInstance>> instances) {
        List<CaptureInstance> known = instances.getOrDefault(table.id(), List.of());
        if (known.isEmpty()) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_SETTING_WRONG,
                    "changes of table " + table.id() + " are not captured; run " + Remedies.enableTable(table.id())
                            + " and see that SQL Server Agent runs the capture job");
        }
        return known.get(0);
    }

    private String retention() {
        return new CdcJobs(control).retentionMinutes().map(String::valueOf).orElse("unknown");
    }
}
