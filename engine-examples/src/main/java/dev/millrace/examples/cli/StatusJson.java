package dev.millrace.examples.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.error.ReplicationException;
import dev.millrace.metrics.TableState;
import dev.millrace.metrics.TableStatistics;
import dev.millrace.task.TaskState;
import dev.millrace.task.TaskStatus;
import dev.millrace.task.TaskStatus.ChangeProgress;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A task's status as one JSON object on one line, under the names of {@code DescribeReplicationTasks},
 * {@code DescribeTableStatistics} and DMS's metrics. {@code ErrorCode}, {@code FullLoadBytes}, {@code AppliedChanges}, {@code
 * ReadPosition}, {@code RecordedExceptions}, {@code IgnoredErrors}, {@code SuspendedChanges} and {@code TruncatedLobs} have no counterpart
 * there.
 */
final class StatusJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonGenerator json;

    private StatusJson(JsonGenerator json) {
        this.json = json;
    }

    static String of(TaskStatus status) {
        return written(writer -> writer.task(status));
    }

    /** The status of a task that was never made. */
    static String of(ReplicationException failure) {
        return written(writer -> writer.failure(Optional.of(failure)));
    }

    @FunctionalInterface
    private interface Body {
        void write(StatusJson writer) throws IOException;
    }

    private static String written(Body body) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            body.write(new StatusJson(json));
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private void task(TaskStatus status) throws IOException {
        json.writeStringField("ReplicationTaskIdentifier", status.task());
        if (status.failure().isPresent()) {
            failure(status.failure());
        } else {
            json.writeStringField("Status", status.state().name().toLowerCase(Locale.ROOT));
        }
        optional("StopReason", status.stopReason().map(Enum::name));
        taskStatistics(status);
        if (status.changes().isPresent()) {
            changes(status.changes().get(), status.elapsed());
        }
        json.writeArrayFieldStart("TableStatistics");
        for (TableStatistics table : status.tables()) {
            table(table);
        }
        json.writeEndArray();
    }

    private void failure(Optional<ReplicationException> failure) throws IOException {
        json.writeStringField("Status", TaskState.FAILED.name().toLowerCase(Locale.ROOT));
        optional("ErrorCode", failure.map(error -> error.code().name()));
        optional("LastFailureMessage", failure.map(ReplicationException::getMessage));
    }

    private void taskStatistics(TaskStatus status) throws IOException {
        json.writeObjectFieldStart("ReplicationTaskStats");
        json.writeNumberField("FullLoadProgressPercent", progressPercent(status));
        json.writeNumberField("ElapsedTimeMillis", status.elapsed().toMillis());
        json.writeNumberField("TablesLoaded", count(status, TableState.TABLE_COMPLETED::equals));
        json.writeNumberField("TablesLoading", count(status, TableState.FULL_LOAD::equals));
        json.writeNumberField("TablesQueued", count(status, TableState.BEFORE_LOAD::equals));
        json.writeNumberField("TablesErrored", count(status, TableState.TABLE_ERROR::equals));
        optional("StartDate", status.startedAt().map(Instant::toString));
        optional(
                "StopDate",
                status.startedAt().map(start -> start.plus(status.elapsed()).toString()));
        Optional<Instant> start = status.tables().stream()
                .flatMap(table -> table.fullLoadStart().stream())
                .min(Instant::compareTo);
        Optional<Instant> end = status.tables().stream()
                .flatMap(table -> table.fullLoadEnd().stream())
                .max(Instant::compareTo);
        optional("FullLoadStartDate", start.map(Instant::toString));
        optional("FullLoadFinishDate", end.map(Instant::toString));
        json.writeEndObject();
        if (start.isPresent() && end.isPresent()) {
            long rows = status.tables().stream()
                    .mapToLong(TableStatistics::fullLoadRows)
                    .sum();
            json.writeNumberField(
                    "FullLoadThroughputRowsTarget", perSecond(rows, Duration.between(start.get(), end.get())));
        }
    }

    private void changes(ChangeProgress changes, Duration elapsed) throws IOException {
        json.writeNumberField("CDCThroughputRowsTarget", perSecond(changes.appliedChanges(), elapsed));
        json.writeNumberField("CDCLatencySource", changes.sourceLatency().toSeconds());
        json.writeNumberField("CDCLatencyTarget", changes.targetLatency().toSeconds());
        json.writeNumberField("CDCIncomingChanges", changes.pendingChanges());
        json.writeNumberField("AppliedChanges", changes.appliedChanges());
        json.writeStringField("ReadPosition", changes.readPosition());
        json.writeStringField("RecoveryCheckpoint", changes.durablePosition());
    }

    private void table(TableStatistics table) throws IOException {
        json.writeStartObject();
        json.writeStringField("SchemaName", table.table().schema());
        json.writeStringField("TableName", table.table().table());
        json.writeNumberField("Inserts", table.inserts());
        json.writeNumberField("Deletes", table.deletes());
        json.writeNumberField("Updates", table.updates());
        json.writeNumberField("Ddls", table.ddls());
        json.writeNumberField("AppliedInserts", table.appliedInserts());
        json.writeNumberField("AppliedDeletes", table.appliedDeletes());
        json.writeNumberField("AppliedUpdates", table.appliedUpdates());
        json.writeNumberField("AppliedDdls", table.appliedDdls());
        json.writeNumberField("RecordedExceptions", table.recorded());
        json.writeNumberField("IgnoredErrors", table.ignored());
        json.writeNumberField("SuspendedChanges", table.suspended());
        json.writeNumberField("TruncatedLobs", table.truncatedLobs());
        json.writeNumberField("FullLoadRows", table.fullLoadRows());
        json.writeNumberField("FullLoadBytes", table.fullLoadBytes());
        optional("FullLoadStartTime", table.fullLoadStart().map(Instant::toString));
        optional("FullLoadEndTime", table.fullLoadEnd().map(Instant::toString));
        optional("LastUpdateTime", table.lastUpdate().map(Instant::toString));
        json.writeStringField("TableState", table.state().dmsName());
        json.writeStringField("ValidationState", "Not enabled");
        json.writeEndObject();
    }

    private void optional(String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get());
        }
    }

    private static long count(TaskStatus status, Predicate<TableState> state) {
        return status.tables().stream()
                .filter(table -> state.test(table.state()))
                .count();
    }

    private static long progressPercent(TaskStatus status) {
        long loaded = count(status, TableState.TABLE_COMPLETED::equals);
        return status.tables().isEmpty() ? 0 : 100 * loaded / status.tables().size();
    }

    private static long perSecond(long count, Duration time) {
        return count * 1000 / Math.max(1, time.toMillis());
    }
}
