package dev.millrace.sink.s3.file;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.sink.LoggedChange.Operation;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which changes are written, and what stands before the columns of a row (dms-reference §5.2).
 *
 * @param operationInLoad {@code IncludeOpForFullLoad}: loaded rows are marked with {@code I}
 * @param insertsOnly {@code CdcInsertsOnly}
 * @param insertsAndUpdates {@code CdcInsertsAndUpdates}
 * @param timestampColumn {@code TimestampColumnName}; null for none
 */
public record RecordSettings(
        boolean operationInLoad,
        boolean insertsOnly,
        boolean insertsAndUpdates,
        @Nullable String timestampColumn) {
    private static final String OPERATION = "Op";
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** @throws ReplicationException {@code SETTING_INVALID} */
    public static RecordSettings of(EndpointSettings settings) {
        RecordSettings records = new RecordSettings(
                settings.flag("IncludeOpForFullLoad", false),
                settings.flag("CdcInsertsOnly", false),
                settings.flag("CdcInsertsAndUpdates", false),
                settings.text("TimestampColumnName").orElse(null));
        if (records.insertsOnly && records.insertsAndUpdates) {
            throw new ReplicationException(
                    ErrorCode.SETTING_INVALID,
                    "S3 endpoint: CdcInsertsOnly and CdcInsertsAndUpdates are both true; set one of them to false");
        }
        return records;
    }

    /** Whether changes are marked; without a mark only where nothing but inserts is written. */
    public boolean operationInChanges() {
        return operationInLoad || !insertsOnly;
    }

    /** Whether changes of that kind are not written. A truncation is none: it deletes files. */
    public boolean leavesOut(Operation operation) {
        return switch (operation) {
            case INSERT, TRUNCATE -> false;
            case UPDATE -> insertsOnly;
            case DELETE -> insertsOnly || insertsAndUpdates;
        };
    }

    /** Names of the fields before a row's columns. */
    public List<String> leadingNames(boolean hasOperation) {
        List<String> names = new ArrayList<>();
        if (hasOperation) {
            names.add(OPERATION);
        }
        if (timestampColumn != null) {
            names.add(timestampColumn);
        }
        return names;
    }

    /** The fields before a loaded row's columns. */
    public List<String> beforeLoaded(Instant time) {
        return leading(operationInLoad, Operation.INSERT, time);
    }

    /** The fields before a changed row's columns. */
    public List<String> beforeChanged(Operation operation, Instant commitTime) {
        return leading(operationInChanges(), operation, commitTime);
    }

    /** The fields before a changed row's columns in a file that rows of other tables share: always marked, and with the table's name. */
    public List<String> beforeShared(Operation operation, TableId table, Instant commitTime) {
        List<String> fields = leading(true, operation, commitTime);
        fields.addAll(1, List.of(table.table(), table.schema()));
        return fields;
    }

    private List<String> leading(boolean hasOperation, Operation operation, Instant time) {
        List<String> fields = new ArrayList<>();
        if (hasOperation) {
            fields.add(operation.name().substring(0, 1));
        }
        if (timestampColumn != null) {
            fields.add(TIMESTAMP.format(time));
        }
        return fields;
    }
}
