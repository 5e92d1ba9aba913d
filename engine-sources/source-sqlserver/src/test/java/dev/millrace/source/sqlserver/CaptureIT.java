package dev.millrace.source.sqlserver;

import dev.millrace.emulated.sqlserver.EmulatedColumn;
import dev.millrace.error.ErrorCode;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.CaptureStart;
import dev.millrace.spi.source.ChangeReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What is peculiar to change tables: their retention, two captures of one table, what they hold of values. */
class CaptureIT {
    private static final List<String> ITEM = List.of("id", "name");
    private static final List<String> WIDER_ITEM = List.of("id", "name", "added");

    private final Replication replication = new Replication();

    @AfterEach
    void close() {
        replication.close();
    }

    private SourcePosition begun(TableSchema... tables) {
        return replication.source.beginCapture(List.of(tables), new CaptureStart.Now());
    }

    @Test
    void placeThatTheCleanupJobHasPassedIsRefusedWithRetentionAndRemedy() {
        TableSchema items = replication.createCaptured("items", "id bigint", "name nvarchar(20)");
        SourcePosition start = begun(items);
        replication.insert("items", ITEM, List.of(1, "a"));
        replication.fixture.database().cleanUp("sales_items");
        assertThat(failsWith(ErrorCode.SOURCE_LOG_PURGED, () -> replication.source.openReader(start, List.of(items))))
                .hasMessageContaining("sales.items")
                .hasMessageContaining("retention 4320 minutes")
                .hasMessageContaining("EXEC sys.sp_cdc_change_job @job_type = N'cleanup', @retention = 10080");
    }

    @Test
    void readingGoesOnBehindAPlaceThatTheCleanupJobHasNotPassed() {
        TableSchema items = replication.createCaptured("items", "id bigint", "name nvarchar(20)");
        replication.insert("items", ITEM, List.of(1, "a"));
        replication.fixture.database().cleanUp("sales_items");
        SourcePosition start = begun(items);
        replication.insert("items", ITEM, List.of(2, "b"));
        assertThat(replication.changes(start, 1, items)).containsExactly("insert [2, b]");
    }

    @Test
    void captureBeginsWithTheFirstTransactionAtATime() {
        TableSchema items = replication.createCaptured("items", "id bigint", "name nvarchar(20)");
        replication.insert("items", ITEM, List.of(1, "a"));
        Instant time = later(Instant.now());
        later(time);
        replication.insert("items", ITEM, List.of(2, "b"));
        SourcePosition start = replication.source.beginCapture(List.of(items), new CaptureStart.Since(time));
        assertThat(replication.changes(start, 1, items)).containsExactly("insert [2, b]");
        assertThat(failsWith(
                        ErrorCode.START_POSITION_INVALID,
                        () -> replication.source.beginCapture(
                                List.of(items), new CaptureStart.Since(time.minus(Duration.ofDays(9))))))
                .hasMessageContaining("@retention = 10080");
    }

    /** A time that the server's clock, which counts milliseconds, tells from the one given. */
    private static Instant later(Instant time) {
        await().until(() -> Instant.now().isAfter(time.plusMillis(20)));
        return Instant.now();
    }

    @Test
    void tableThatIsNotCapturedIsRefusedWithTheStatementThatCapturesIt() {
        TableSchema items = replication.create("items", "id bigint");
        assertThat(failsWith(ErrorCode.SOURCE_SETTING_WRONG, () -> begun(items)))
                .hasMessageContaining("EXEC sys.sp_cdc_enable_table @source_schema = N'sales', @source_name = N'items',"
                        + " @role_name = NULL, @supports_net_changes = 0");
    }

    /** The older capture goes on without the column, and the newer one begins where it was enabled. */
    @Test
    void twoCapturesOfATableAreReadOneAfterTheOtherWhereverReadingBegins() {
        TableSchema items = replication.createCaptured("items", "id bigint", "name nvarchar(20)");
        SourcePosition start = begun(items);
        replication.insert("items", ITEM, List.of(1, "a"));
        replication.fixture.database().addColumn("sales", "items", EmulatedColumn.of("added", "int", true));
        replication.insert("items", List.of("id", "name", "added"), List.of(2, "b", 20));
        replication.fixture.database().enableCapture("sales", "items", "sales_items_v2");
        SourcePosition second = replication.source.currentPosition();
        replication.insert("items", List.of("id", "name", "added"), List.of(3, "c", 30));
        assertThat(replication.changes(start, 3, items))
                .containsExactly("insert [1, a]", "insert [2, b]", "insert [3, c, 30]");
        TableSchema wider = replication.told("items");
        assertThat(replication.changes(second, 1, wider)).containsExactly("insert [3, c, 30]");
    }

    /** Debezium (3.5.0) tells the end of a transaction early if the capture job's last scan has found nothing; it waits twice the job's interval for that. */
    @Test
    void transactionIsToldOnceWhereItsEndIsToldEarly() {
        TableSchema items = replication.createCaptured("items", "id bigint", "name nvarchar(20)");
        replication.fixture.database().administer("UPDATE emulation.jobs SET pollinginterval = 0");
        SourcePosition start = begun(items);
        replication.insert("items", ITEM, List.of(1, "a"));
        List<String> told = new ArrayList<>();
        try (ChangeReader reader = replication.source.openReader(start, List.of(items))) {
            told.addAll(Replication.words(reader, 1));
            await().pollDelay(Duration.ofMillis(2_500)).until(() -> true);
            replication.insert("items", ITEM, List.of(2, "b"));
            told.addAll(Replication.words(reader, 1));
            replication
                    .fixture
                    .database()
                    .administer("UPDATE sys.dm_cdc_log_scan_sessions SET start_lsn = '00000014:00000061:0001'");
            replication.insert("items", ITEM, List.of(3, "c"));
            told.addAll(Replication.words(reader, 1));
        }
        assertThat(told).containsExactly("insert [1, a]", "insert [2, b]", "insert [3, c]");
    }

    private static void widen(Replication replication, String table) {
        replication.fixture.database().addColumn("sales", table, EmulatedColumn.of("added", "int", true));
        replication.fixture.database().enableCapture("sales", table, "sales_" + table + "_v2");
    }

    /** The connector comes to both newer captures in one go. */
    @ParameterizedTest
    @CsvSource({"items, others", "others, items"})
    void newColumnsOfTwoTablesAreToldFromTheFirstChangeOn(String first, String second) {
        TableSchema items = replication.createCaptured("items", "id bigint", "name nvarchar(20)");
        TableSchema others = replication.createCaptured("others", "id bigint", "name nvarchar(20)");
        SourcePosition start = begun(items, others);
        replication.insert("items", ITEM, List.of(1, "a"));
        widen(replication, "items");
        widen(replication, "others");
        replication.fixture.database().transaction(changes -> {
            changes.insert("sales", first, WIDER_ITEM, List.of(List.of(2, "b", 20)));
            changes.insert("sales", second, WIDER_ITEM, List.of(List.of(3, "c", 30)));
        });
        assertThat(replication.changes(start, 2, items, others))
                .containsExactly("insert [1, a]", "insert [2, b, 20]", "insert [3, c, 30]");
    }

    /** The mark lies behind the last transaction, as in a database that rests, so the connector takes the older capture for a new one. */
    @Test
    void newColumnsAreToldFromTheFirstChangeOnThoughTheCleanupJobHasPassedTheOlderCapture() {
        try (Replication slow = new Replication(Map.of("ReaderPollMilliseconds", "2000"))) {
            TableSchema items = slow.createCaptured("items", "id bigint", "name nvarchar(20)");
            SourcePosition start = slow.source.beginCapture(List.of(items), new CaptureStart.Now());
            slow.insert("items", ITEM, List.of(1, "a"));
            List<String> told = new ArrayList<>();
            try (ChangeReader reader = slow.source.openReader(start, List.of(items))) {
                told.addAll(Replication.words(reader, 1));
                slow.fixture.database().cleanUp("sales_items");
                widen(slow, "items");
                slow.fixture.database().transaction(changes -> {
                    for (int id = 2; id < 6; id++) {
                        changes.insert("sales", "items", WIDER_ITEM, List.of(List.of(id, "b", id)));
                    }
                });
                told.addAll(Replication.words(reader, 1));
            }
            assertThat(told)
                    .containsExactly(
                            "insert [1, a]",
                            "insert [2, b, 2]",
                            "insert [3, b, 3]",
                            "insert [4, b, 4]",
                            "insert [5, b, 5]");
        }
    }

    /** Law 4: the change table holds NULL for what an update has not changed, and for NULL. */
    @Test
    void largeValuesThatAnUpdateHasNotChangedAreLeftAlone() {
        TableSchema items =
                replication.createCaptured("items", "id bigint", "n int", "body nvarchar(max)", "other nvarchar(max)");
        SourcePosition start = begun(items);
        replication.insert("items", List.of("id", "n", "body", "other"), Arrays.asList(1, 1, "long", null));
        replication.fixture.database().transaction(changes -> {
            changes.update("sales", "items", Map.of("id", 1), Map.of("n", 2));
            changes.update("sales", "items", Map.of("id", 1), Collections.singletonMap("body", null));
        });
        assertThat(replication.changes(start, 2, items).stream()
                        .map(words -> words.replace("\0", ""))
                        .toList())
                .containsExactly(
                        "insert [1, 1, long, null]", "update [1, 2, long, absent]", "update [1, 2, null, absent]");
    }

    /** "Columns of data type image, text, and ntext are always assigned a NULL value when __$operation = 1 or __$operation = 3." */
    @Test
    void deprecatedLargeValuesAreToldAsTheyAreButNotAsTheyWere() {
        TableSchema old = replication.createCaptured("old", "id bigint", "n int", "tx text", "im image");
        SourcePosition start = begun(old);
        replication.insert("old", List.of("id", "n", "tx", "im"), List.of(1, 1, "a", new byte[] {1}));
        replication.fixture.database().transaction(changes -> {
            changes.update("sales", "old", Map.of("id", 1), Map.of("n", 2, "tx", "b"));
            changes.delete("sales", "old", Map.of("id", 1));
        });
        assertThat(replication.changes(start, 2, old).stream()
                        .map(words -> words.replace("\0", ""))
                        .toList())
                .containsExactly("insert [1, 1, a, 01]", "update [1, 2, b, 01]", "delete [1, absent, absent, absent]");
    }

    @Test
    void captureForNetChangesIsReadAsAnyOther() {
        TableSchema items = replication.createCaptured("items", "id bigint", "name nvarchar(20)");
        replication
                .fixture
                .database()
                .administer("UPDATE cdc.change_tables SET supports_net_changes = TRUE, index_name = 'PK_items'");
        assertThat(replication.source.check(List.of(items), true)).isEmpty();
        SourcePosition start = begun(items);
        replication.insert("items", ITEM, List.of(1, "a"));
        replication
                .fixture
                .database()
                .transaction(changes -> changes.update("sales", "items", Map.of("id", 1), Map.of("name", "b")));
        assertThat(replication.changes(start, 2, items)).containsExactly("insert [1, a]", "update [1, b]");
    }

    @Test
    void loadAndLogTellTheSameValuesOfEveryType() {
        TableSchema all = replication.createCaptured(
                "samples",
                "id int",
                "b bit",
                "ti tinyint",
                "si smallint",
                "bg bigint",
                "d decimal(18,4)",
                "nu numeric(5,1)",
                "m money",
                "sm smallmoney",
                "r real",
                "f float",
                "day date",
                "t time(7)",
                "dt datetime",
                "sdt smalldatetime",
                "dt2 datetime2(7)",
                "dto datetimeoffset(7)",
                "c char(5)",
                "v varchar(20)",
                "nc nchar(4)",
                "nv nvarchar(20)",
                "nm nvarchar(max)",
                "bi binary(3)",
                "vb varbinary(20)",
                "vm varbinary(max)",
                "vcm varchar(max)",
                "tx text",
                "ntx ntext",
                "im image",
                "rv rowversion",
                "u uniqueidentifier",
                "x xml");
        SourcePosition start = begun(all);
        List<String> columns =
                all.columns().stream().map(column -> column.name()).toList();
        List<Object> row = List.of(
                1,
                true,
                255,
                -32768,
                Long.MIN_VALUE,
                "-12345.6700",
                "9999.9",
                "922337203685477.5807",
                "-214748.3648",
                0.1f,
                1.0e-300,
                "0001-01-01",
                "23:59:59.9999999",
                "1753-01-01 00:00:00.003",
                "2079-06-06 23:59:00",
                "9999-12-31 23:59:59.9999999",
                "2026-11-23 08:30:00.1234567+05:30",
                "ab   ",
                "Grüße ",
                "né  ",
                "日本 ",
                "日本 😀",
                new byte[] {1, 0, 0},
                new byte[] {0, (byte) 0xff},
                new byte[] {(byte) 0x80, 0},
                "müll ",
                "old",
                "älter",
                new byte[] {(byte) 0x89, 'P'},
                new byte[] {0, 0, 0, 0, 0, 0, 7, (byte) 0xd1},
                "6F9619FF-8B86-D011-B42D-00C04FC964FF",
                "<a/>");
        replication.insert("samples", columns, row);
        String expected =
                "[1, t, 255, -32768, -9223372036854775808, -12345.6700, 9999.9, 922337203685477.5807, -214748.3648, 0.1, 1E-300, 0001-01-01,"
                        + " 23:59:59.9999999, 1753-01-01 00:00:00.003, 2079-06-06 23:59:00, 9999-12-31 23:59:59.9999999,"
                        + " 2026-11-23 08:30:00.1234567 +05:30, ab, Grüße , né, 日本 , 日本 😀, 010000, 00ff, 8000, müll , old, älter, 8950,"
                        + " 00000000000007d1, 6f9619ff-8b86-d011-b42d-00c04fc964ff, <a/>]";
        assertThat(replication.loaded(all)).containsExactly(expected);
        assertThat(replication.changes(start, 1, all)).containsExactly("insert " + expected);
    }
}
