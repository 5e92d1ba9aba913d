package dev.millrace.sink.s3;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.model.TransactionHeader;
import dev.millrace.spi.Finding;
import dev.millrace.spi.sink.ChangeLogWriter;
import dev.millrace.spi.sink.ChangeLogWriter.Moment;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.LoadWriter;
import dev.millrace.spi.sink.LoggedChange;
import dev.millrace.spi.sink.LoggedChange.Operation;
import dev.millrace.spi.sink.RefusedChange;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import dev.millrace.spi.sink.TaskStore;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.testing.contract.TextRows;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.millrace.testing.contract.Failures.failsWith;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What stands in files, what they are called and where they lie, setting by setting. */
class FilesIT {
    private static final TableId ID = new TableId("app", "items");
    private static final TableSchema ITEMS = items("name");
    private static final Instant TIME = Instant.parse("2026-11-22T23:59:59.123456Z");
    private static final ChunkDone DONE = new ChunkDone(1, "low", "high");

    private @Nullable ContractFixture fixture;
    private @Nullable Sink sink;

    private record Place(String encode) implements SourcePosition {
        @Override
        public boolean covers(SourcePosition other) {
            return encode.compareTo(other.encode()) >= 0;
        }
    }

    @AfterEach
    void close() {
        if (sink != null) {
            sink.close();
        }
        if (fixture != null) {
            fixture.close();
        }
    }

    @Test
    void aLargeLoadIsCutIntoFiles() {
        Fence fence = begin(Map.of("MaxFileSize", "1"));
        List<Row> rows = new ArrayList<>();
        StringBuilder expected = new StringBuilder();
        for (int i = 100; i < 500; i++) {
            rows.add(row(i, "some name"));
            expected.append(i).append(",some name\n");
        }
        load(fence, rows);

        List<String> files = fixture().files(ID);
        assertThat(files).contains("LOAD00000001.csv", "LOAD00000006.csv").doesNotContain("LOAD00000007.csv");
        assertThat(files).allSatisfy(file -> assertThat(text(file)).hasSizeLessThanOrEqualTo(1024));
        assertThat(String.join("", files.stream().map(this::text).toList())).isEqualTo(expected.toString());
    }

    @Test
    void partsOfATableLieInFoldersOrUnderNamesOfTheirOwn() {
        Fence fence = begin(Map.of("MaxFileSize", "1"));
        ChunkPolicy named = new ChunkPolicy.Ranges(List.of("id"), List.of(List.of("9")), List.of("low", "höher"));
        ChunkPolicy unnamed = new ChunkPolicy.Ranges(List.of("id"), List.of(List.of("9")));
        List<Chunk> chunks = List.of(new Chunk(0, "all", -1, "p0"), new Chunk(1, "all", -1, ""));
        try (LoadWriter writer = sink().openLoadWriter(ITEMS, fence)) {
            for (ChunkPolicy policy :
                    List.of(new ChunkPolicy.Planned(9), new ChunkPolicy.AllPartitions(), named, unnamed)) {
                plan(fence, chunks);
                for (Chunk chunk : chunks) {
                    writer.beginChunk(chunk, policy);
                    writer.write(List.of(row(chunk.ordinal(), "given up")));
                    writer.rollback();
                    writer.beginChunk(chunk, policy);
                    writer.write(List.of(row(1, "x".repeat(700)), row(2, "y".repeat(700))));
                    writer.commit(ID, chunk.ordinal(), DONE);
                }
            }
        }

        assertThat(fixture().files(ID))
                .containsExactlyInAnyOrder(
                        "LOAD00000001.csv",
                        "LOAD00000002.csv",
                        "LOAD00000003.csv",
                        "LOAD00000004.csv",
                        "p0/LOAD00000005.csv",
                        "p0/LOAD00000006.csv",
                        "LOAD00000007.csv",
                        "LOAD00000008.csv",
                        "low/LOAD00000009.csv",
                        "low/LOAD0000000A.csv",
                        "höher/LOAD0000000B.csv",
                        "höher/LOAD0000000C.csv",
                        "SEGMENT1_LOAD00000001.csv",
                        "SEGMENT1_LOAD00000002.csv",
                        "SEGMENT2_LOAD00000001.csv",
                        "SEGMENT2_LOAD00000002.csv");
        sink().truncateTable(ID);
        assertThat(fixture().files(ID)).isEmpty();
    }

    @Test
    void loadedRowsMayBeMarkedNamedAndDated() {
        Fence fence = begin(Map.of(
                "AddColumnName", "true",
                "IncludeOpForFullLoad", "true",
                "TimestampColumnName", "at",
                "UseTaskStartTimeForFullLoadTimestamp", "true"));
        load(fence, List.of(row(1, "one"), row(2, null)));
        assertThat(text("LOAD00000001.csv"))
                .matches("Op,at,id,name\n"
                        + "(I,\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6}),1,one\n\\1,2,NULL\n");
    }

    @Test
    void filesMayBeCompressed() throws IOException {
        Fence fence = begin(Map.of("CompressionType", "gzip"));
        load(fence, List.of(row(1, "one")));
        assertThat(fixture().files(ID)).containsExactly("LOAD00000001.csv.gz");
        try (GZIPInputStream in =
                new GZIPInputStream(new ByteArrayInputStream(fixture().bytes(ID, "LOAD00000001.csv.gz")))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("1,one\n");
        }
    }

    @Test
    void rowsAndChangesMayBeParquet() {
        Fence fence = begin(Map.of(
                "DataFormat", "PARQUET",
                "CompressionType", "GZIP",
                "IncludeOpForFullLoad", "true",
                "TimestampColumnName", "at",
                "DatePartitionEnabled", "true"));
        load(fence, List.of(row(1, "one"), row(2, null)));
        try (ChangeLogWriter log = sink().openChangeLog(fence)) {
            log.append(change(1, TIME, Operation.UPDATE, row(1, "one"), row(1, "two")));
            log.append(change(2, TIME, Operation.DELETE, row(2, null), null));
            log.commit(reached(2), Moment.END);
        }
        assertThat(fixture().files(ID))
                .containsExactly("2026/11/22/20261122-235959123.parquet", "LOAD00000001.parquet");
        assertThat(fixture().rows(ITEMS))
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("I").endsWith("1", "one"),
                        second -> assertThat(second).startsWith("I").endsWith("2", (String) null));
        assertThat(fixture().lines(ID, "2026/11/22/20261122-235959123.parquet"))
                .containsExactly(
                        List.of("U", "2026-11-22 23:59:59.123456", "1", "two"),
                        Arrays.asList("D", "2026-11-22 23:59:59.123456", "2", null));
    }

    @Test
    void changesOfAllTablesMayShareFiles() {
        Fence fence = begin(Map.of(
                "DataFormat", "parquet",
                "PreserveTransactions", "true",
                "CdcPath", "changes",
                "TimestampColumnName", "at",
                "CdcMaxBatchInterval", "60"));
        load(fence, List.of(row(1, "one")));
        TableSchema other = ITEMS.toBuilder()
                .id(new TableId("app", "others"))
                .columns(List.of(ITEMS.column(1)))
                .build();
        Instant later = TIME.plusSeconds(60);
        try (ChangeLogWriter log = sink().openChangeLog(fence)) {
            log.append(change(1, TIME, Operation.UPDATE, row(1, "one"), row(1, "two")));
            log.append(new LoggedChange(
                    header(1, TIME), other.id(), other, Operation.INSERT, null, TextRows.row(other, "o, p"), 2, 1));
            log.append(change(1, TIME, Operation.DELETE, row(1, "two"), null));
            ReplicationException refusal = failsWith(
                    ErrorCode.TARGET_VALUE_REFUSED, () -> log.append(change(2, TIME, Operation.TRUNCATE, null, null)));
            log.record(new RefusedChange(ID, ITEMS, RefusedChange.Kind.TRUNCATE, null, null, "2", refusal));
            log.append(change(3, later, Operation.INSERT, null, row(3, "three")));
            log.commit(reached(3), Moment.END);
        }

        assertThat(fixture().files(ID)).containsExactly("LOAD00000001.parquet");
        assertThat(fixture().sharedFiles())
                .containsExactly("CDC_TXN-20261122235959123.csv", "CDC_TXN-20261123000059123.csv");
        assertThat(fixture().shared())
                .containsExactly(
                        List.of("U", "items", "app", "2026-11-22 23:59:59.123456", "1", "two"),
                        List.of("I", "others", "app", "2026-11-22 23:59:59.123456", "o, p"),
                        List.of("D", "items", "app", "2026-11-22 23:59:59.123456", "1", "two"),
                        List.of("I", "items", "app", "2026-11-23 00:00:59.123456", "3", "three"));
        try (TaskStore store = sink().taskStore()) {
            assertThat(store.refusedChanges(0, 2)).hasSize(1);
        }
    }

    @Test
    void aLargeLoadIsCutIntoFilesOfParquet() {
        Fence fence = begin(Map.of("DataFormat", "parquet", "MaxFileSize", "1"));
        List<Row> rows = new ArrayList<>();
        List<List<String>> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            rows.add(row(i, "some name"));
            expected.add(List.of("" + i, "some name"));
        }
        load(fence, rows);
        assertThat(fixture().files(ID)).hasSizeBetween(3, 6).contains("LOAD00000001.parquet", "LOAD00000003.parquet");
        assertThat(fixture().rows(ITEMS)).isEqualTo(expected);
    }

    @Test
    void aColumnMayNotHaveANameThatFilesOfParquetHaveAlready() {
        begin(Map.of("DataFormat", "parquet"));
        assertThat(sink().check(List.of(items("Op"))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Finding.Severity.BLOCKING))
                .satisfies(finding -> assertThat(finding.problem()).contains("app.items", "column Op"));
        assertThat(sink().check(List.of(items("op")))).isEmpty();
    }

    @Test
    void changesLieInFoldersByDate() {
        Fence fence = begin(Map.of("DatePartitionEnabled", "true", "TimestampColumnName", "at"));
        try (ChangeLogWriter log = sink().openChangeLog(fence)) {
            log.append(change(1, TIME, Operation.INSERT, null, row(1, "one")));
            log.append(change(2, TIME.plusSeconds(1), Operation.UPDATE, null, row(1, "two")));
            log.append(change(3, TIME.plusSeconds(1), Operation.DELETE, row(1, "two"), null));
            log.commit(reached(3), Moment.END);
        }
        assertThat(fixture().files(ID))
                .containsExactly("2026/11/22/20261122-235959123.csv", "2026/11/23/20261123-000000123.csv");
        assertThat(text("2026/11/23/20261123-000000123.csv"))
                .isEqualTo("U,2026-11-23 00:00:00.123456,1,two\nD,2026-11-23 00:00:00.123456,1,two\n");
    }

    @Test
    void onlyInsertsMayBeWritten() {
        Fence fence = begin(Map.of("CdcInsertsOnly", "true"));
        try (ChangeLogWriter log = sink().openChangeLog(fence)) {
            log.append(change(1, TIME, Operation.INSERT, null, row(1, "one")));
            log.append(change(2, TIME, Operation.UPDATE, null, row(1, "two")));
            log.append(change(3, TIME, Operation.DELETE, row(1, "two"), null));
            log.append(change(4, TIME, Operation.INSERT, null, row(2, "three")));
            log.commit(reached(4), Moment.END);
        }
        assertThat(text("20261122-235959123.csv")).isEqualTo("1,one\n2,three\n");
    }

    @Test
    void anotherShapeBeginsAFile() {
        Fence fence = begin(Map.of("AddColumnName", "true"));
        TableSchema renamed = items("label");
        try (ChangeLogWriter log = sink().openChangeLog(fence)) {
            log.append(change(1, TIME, Operation.INSERT, null, row(1, "one")));
            log.append(new LoggedChange(header(2, TIME), ID, renamed, Operation.INSERT, null, row(2, "two"), 2, 1));
            log.commit(reached(2), Moment.END);
        }
        assertThat(text("20261122-235959123.csv")).isEqualTo("Op,id,name\nI,1,one\n");
        assertThat(text("20261122-235959124.csv")).isEqualTo("Op,id,label\nI,2,two\n");
    }

    @Test
    void aTruncationDeletesTheFilesOfItsTable() {
        Fence fence = begin(Map.of());
        load(fence, List.of(row(1, "one")));
        try (ChangeLogWriter log = sink().openChangeLog(fence)) {
            log.append(change(1, TIME, Operation.INSERT, null, row(2, "two")));
            log.commit(reached(1), Moment.END);
            log.append(change(2, TIME.plusSeconds(1), Operation.INSERT, null, row(3, "three")));
            log.append(change(3, TIME.plusSeconds(2), Operation.TRUNCATE, null, null));
            log.append(change(4, TIME.plusSeconds(3), Operation.INSERT, null, row(4, "four")));
            assertThat(fixture().files(ID)).hasSize(2);
            log.commit(reached(4), Moment.END);
        }
        assertThat(fixture().files(ID)).containsExactly("20261123-000002123.csv");
        assertThat(text("20261123-000002123.csv")).isEqualTo("I,4,four\n");
    }

    @Test
    void anIntervalOfTheLogEndsAFileAndHoldsTheCheckpointBack() {
        Fence fence = begin(Map.of());
        try (ChangeLogWriter log = sink().openChangeLog(fence)) {
            log.append(change(1, TIME, Operation.INSERT, null, row(1, "one")));
            assertThat(log.commit(at(1, TIME.plusSeconds(59)), Moment.BATCH)).isEqualTo(start());
            assertThat(fixture().files(ID)).isEmpty();
            assertThat(log.commit(at(1, TIME.plusSeconds(60)), Moment.BATCH)).isEqualTo(at(1, TIME.plusSeconds(60)));
            assertThat(fixture().files(ID)).hasSize(1);
        }
    }

    @Test
    void aFileOfChangesEndsAtItsSize() {
        Fence fence = begin(Map.of("CdcMinFileSize", "1"));
        try (ChangeLogWriter log = sink().openChangeLog(fence)) {
            for (int i = 1; i <= 3; i++) {
                log.append(change(i, TIME, Operation.INSERT, null, row(i, "x".repeat(600))));
            }
            log.commit(reached(3), Moment.END);
        }
        assertThat(fixture().files(ID)).containsExactly("20261122-235959123.csv", "20261122-235959124.csv");
        assertThat(text("20261122-235959124.csv")).startsWith("I,3,");
    }

    /** Rows of one run have one time, which lies before that of every change. */
    @Test
    void loadedRowsMayShowTheTasksStart() {
        Fence fence = begin(Map.of("TimestampColumnName", "at", "UseTaskStartTimeForFullLoadTimestamp", "true"));
        try (LoadWriter writer = sink().openLoadWriter(ITEMS, fence)) {
            writer.write(List.of(row(1, "one")));
            Instant written = Instant.now();
            while (!Instant.now().isAfter(written)) {
                Thread.onSpinWait();
            }
            writer.write(List.of(row(2, "two")));
            writer.commit(ID, 0, DONE);
        }
        assertThat(fixture().rows(ITEMS).stream().map(row -> row.get(0)).distinct())
                .hasSize(1);
    }

    @Test
    void aRefusedRowOfALoadIsWrittenDownWithItsChunk() {
        Fence fence = begin(Map.of());
        Row misfit = fixture().misfit(ITEMS, 2);
        try (LoadWriter writer = sink().openLoadWriter(ITEMS, fence);
                TaskStore store = sink().taskStore()) {
            writer.write(List.of(row(1, "one")));
            writer.mark();
            ReplicationException refusal =
                    failsWith(ErrorCode.TARGET_VALUE_REFUSED, () -> writer.write(List.of(row(9, "nine"), misfit)));
            writer.rollbackToMark();
            writer.record(new RefusedChange(ID, ITEMS, RefusedChange.Kind.LOAD, null, misfit, "0/1", refusal));
            writer.write(List.of(row(3, "three")));
            assertThat(store.refusedChanges(0, 10)).isEmpty();
            writer.commit(ID, 0, DONE);

            assertThat(store.refusedChanges(0, 10))
                    .singleElement()
                    .satisfies(refused -> assertThat(refused.after()).contains("{\"id\":\"2\"}"));
        }
        assertThat(text("LOAD00000001.csv")).isEqualTo("1,one\n3,three\n");
    }

    @Test
    void failuresToConnectAreToldApart() {
        ContractFixture lake = new ContractFixture(Map.of());
        fixture = lake;
        failsWith(ErrorCode.TARGET_UNREACHABLE, lake::openWithoutServer);
        failsWith(ErrorCode.TARGET_AUTHENTICATION_FAILED, lake::openWithWrongPassword);
        assertThat(failsWith(ErrorCode.TARGET_SETTING_WRONG, () -> lake.openBucket("nowhere")))
                .hasMessageContaining("nowhere, which must exist");
    }

    @Test
    void aCheckFindsWhatHasNoEffectAndTablesThatWouldMix() {
        begin(Map.of("AddTrailingPaddingCharacter", "true"));
        assertThat(sink().check(List.of(ITEMS)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.problem()).contains("AddTrailingPaddingCharacter"));
        assertThat(sink().check(List.of(ITEMS, items("label"))))
                .filteredOn(finding -> finding.severity() == Finding.Severity.BLOCKING)
                .singleElement()
                .satisfies(finding -> assertThat(finding.problem()).contains("app.items"));
    }

    @Test
    void closeEndsAWriterThatWaitsForADeadNetwork() throws InterruptedException {
        Fence fence = begin(Map.of());
        LoadWriter load = sink().openLoadWriter(ITEMS, fence);
        load.write(List.of(row(1, "one")));
        fixture().stallConnections();
        CompletableFuture<Void> loading = CompletableFuture.runAsync(() -> load.commit(ID, 0, DONE));
        TimeUnit.MILLISECONDS.sleep(500);
        long begun = System.nanoTime();

        sink().close();

        assertThatThrownBy(() -> loading.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(ReplicationException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        failsWith(ErrorCode.TARGET_CONNECTION_LOST, () -> sink().describe(ID));
        load.close();
    }

    private Fence begin(Map<String, String> settings) {
        ContractFixture lake = new ContractFixture(settings);
        fixture = lake;
        Sink opened = lake.open("task");
        sink = opened;
        try (TaskStore store = opened.taskStore()) {
            Fence fence = store.acquire();
            store.begin(fence, start());
            store.planTable(fence, ID, true, List.of(new Chunk(0, "all", -1, "")));
            return fence;
        }
    }

    private void plan(Fence fence, List<Chunk> chunks) {
        try (TaskStore store = sink().taskStore()) {
            store.planTable(fence, ID, true, chunks);
        }
    }

    private void load(Fence fence, List<Row> rows) {
        try (LoadWriter writer = sink().openLoadWriter(ITEMS, fence)) {
            writer.write(rows);
            writer.commit(ID, 0, DONE);
        }
    }

    private String text(String file) {
        return fixture().text(ID, file);
    }

    private ContractFixture fixture() {
        return requireNonNull(fixture);
    }

    private Sink sink() {
        return requireNonNull(sink);
    }

    private static Checkpoint start() {
        return at(0, TIME);
    }

    private static Checkpoint reached(int transaction) {
        return at(transaction, TIME.plusSeconds(transaction));
    }

    private static Checkpoint at(int transaction, Instant time) {
        return new Checkpoint("" + transaction, time, transaction);
    }

    private static TransactionHeader header(int transaction, Instant time) {
        return new TransactionHeader("t" + transaction, new Place("" + transaction), time);
    }

    private static LoggedChange change(
            int transaction, Instant time, Operation operation, @Nullable Row before, @Nullable Row after) {
        return new LoggedChange(header(transaction, time), ID, ITEMS, operation, before, after, transaction, 1);
    }

    private static Row row(int id, @Nullable String name) {
        return TextRows.row(ITEMS, "" + id, name);
    }

    private static TableSchema items(String second) {
        return TableSchema.builder(ID, EngineFamily.POSTGRES)
                .columns(List.of(
                        ColumnSchema.of("id", DataType.of(Kind.INT4), "integer"),
                        ColumnSchema.of(second, DataType.of(Kind.CLOB), "text")))
                .primaryKey(new KeySchema("items_pkey", List.of("id")))
                .build();
    }
}
