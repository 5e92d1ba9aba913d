package dev.millrace.sink.s3.change;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.model.TransactionHeader;
import dev.millrace.sink.s3.Lake;
import dev.millrace.sink.s3.csv.CsvFormat;
import dev.millrace.sink.s3.csv.CsvSettings;
import dev.millrace.sink.s3.file.RecordSettings;
import dev.millrace.sink.s3.layout.DatePartition;
import dev.millrace.sink.s3.layout.TableFolders;
import dev.millrace.sink.s3.state.S3TaskStore;
import dev.millrace.sink.s3.state.TaskState;
import dev.millrace.sink.s3.upload.ObjectStore;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.sink.ChangeLogWriter;
import dev.millrace.spi.sink.ChangeLogWriter.Moment;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.LoggedChange;
import dev.millrace.spi.sink.LoggedChange.Operation;
import dev.millrace.spi.sink.TaskStore;
import dev.millrace.testing.contract.TextRows;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class S3ChangeLogIT {
    private static final Instant TIME = Instant.parse("2026-11-22T10:00:00Z");
    private static final int MOST_HELD = 100_000;
    private static final int TABLES = 20;
    private static final String TEXT = "x".repeat(10_000);

    private record Place(String encode) implements SourcePosition {
        @Override
        public boolean covers(SourcePosition other) {
            return encode.equals(other.encode());
        }
    }

    @Test
    void manyOpenFilesDoNotHoldMoreMemoryThanTheyMay() {
        try (ObjectStore store = Lake.store()) {
            TaskState state = new TaskState(store, "memory/_millrace/task/", Clock.systemUTC(), keys -> {});
            ChangeFiles files = new FilesOfTables(
                    store,
                    TableFolders.below("memory"),
                    new CsvFormat(CsvSettings.of(EndpointSettings.none()), false),
                    new RecordSettings(false, false, false, null),
                    DatePartition.NONE);
            Rolling rolling = new Rolling(1 << 30, Duration.ofHours(1), MOST_HELD);
            try (TaskStore tasks = new S3TaskStore(state, () -> List.of())) {
                Fence fence = tasks.acquire();
                tasks.begin(fence, new Checkpoint("0", TIME, 0));
                try (ChangeLogWriter log = new S3ChangeLog(files, rolling, state, fence, Clock.systemUTC())) {
                    for (int i = 0; i < TABLES; i++) {
                        log.append(insert(i));
                    }
                    log.commit(new Checkpoint("1", TIME, TABLES), Moment.BATCH);
                    assertThat(store.keys("memory/app/"))
                            .hasSizeBetween(TABLES - MOST_HELD / TEXT.length(), TABLES - 1);
                    log.commit(new Checkpoint("1", TIME, TABLES), Moment.END);
                    assertThat(store.keys("memory/app/")).hasSize(TABLES);
                }
            }
        }
    }

    private static LoggedChange insert(int number) {
        TableSchema table = TableSchema.builder(new TableId("app", "t" + number), EngineFamily.POSTGRES)
                .column(ColumnSchema.of("note", DataType.of(DataType.Kind.CLOB), "text"))
                .build();
        TransactionHeader transaction = new TransactionHeader("t", new Place("1"), TIME);
        return new LoggedChange(
                transaction, table.id(), table, Operation.INSERT, null, TextRows.row(table, TEXT), number + 1, 1);
    }
}
