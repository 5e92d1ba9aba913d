package dev.millrace.source.oracle;

import dev.millrace.emulated.oracle.OracleTable;
import dev.millrace.emulated.oracle.OracleTable.Column;
import dev.millrace.emulated.oracle.OracleTransaction;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ChangeEvent.RowInsert;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.CaptureStart;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.awaitility.Awaitility.await;

/** What LogMiner has of its own: changes come before their commit, and what is rolled back comes too. */
@SuppressWarnings("NullAway.Init") // JUnit calls open before any test
class OpenTransactionsIT {
    private ContractFixture fixture;
    private Source source;
    private TableSchema items;

    @BeforeEach
    void open() {
        fixture = new ContractFixture();
        source = fixture.open("task");
        fixture.oracle()
                .createTable(
                        OracleTable.of(
                                        "HR",
                                        "ITEMS",
                                        Column.of("ID", "NUMBER(9)").notNull(),
                                        Column.of("NAME", "VARCHAR2(40)"))
                                .withPrimaryKey("ID"),
                        true);
        items = source.tables(id -> id.table().equals("ITEMS")).get(0);
    }

    @AfterEach
    void close() {
        source.close();
        fixture.close();
    }

    private static List<List<@Nullable String>> row(int id) {
        return List.of(Arrays.asList("" + id, "n" + id));
    }

    private void insert(OracleTransaction transaction, int id) {
        transaction.insert("HR", "ITEMS", row(id));
    }

    private static String inserted(int id) {
        return "insert [" + id + ", n" + id + "]";
    }

    private SourcePosition again(SourcePosition position) {
        return source.parsePosition(position.encode());
    }

    @Test
    void transactionThatIsOpenWhenTheLoadBeginsComesWhole() {
        SourcePosition start;
        try (OracleTransaction open = fixture.oracle().begin();
                OracleTransaction other = fixture.oracle().begin()) {
            insert(open, 1);
            insert(other, 10);
            other.commit();
            try (Snapshot snapshot = source.openSnapshot(List.of(items), true)) {
                start = snapshot.start();
            }
            insert(open, 2);
            open.commit();
        }
        assertThat(Reading.of(source, again(start), items).transactions())
                .containsExactly(List.of(inserted(1), inserted(2)));
    }

    @Test
    void restartBehindAnyCommitTellsWhatWasOpenThereFromItsBeginningAndNothingTwice() {
        SourcePosition start = source.beginCapture(List.of(items), new CaptureStart.Now());
        try (OracleTransaction first = fixture.oracle().begin();
                OracleTransaction second = fixture.oracle().begin();
                OracleTransaction third = fixture.oracle().begin()) {
            insert(first, 1);
            insert(second, 10);
            insert(first, 2);
            insert(third, 20);
            second.commit();
            insert(second, 11);
            third.commit();
            insert(first, 3);
            second.commit();
            first.commit();
            insert(third, 21);
            third.commit();
        }
        List<List<String>> all = List.of(
                List.of(inserted(10)),
                List.of(inserted(20)),
                List.of(inserted(11)),
                List.of(inserted(1), inserted(2), inserted(3)),
                List.of(inserted(21)));
        Reading whole = Reading.of(source, start, items);
        assertThat(whole.transactions()).isEqualTo(all);
        for (int passed = 0; passed < all.size(); passed++) {
            SourcePosition from = again(whole.commits().get(passed));
            try (Source restarted = fixture.open("task")) {
                Reading rest = Reading.of(restarted, from, items);
                assertThat(rest.transactions())
                        .as("behind commit %s", passed)
                        .isEqualTo(all.subList(passed + 1, all.size()));
                assertThat(rest.commits().stream().map(SourcePosition::toString))
                        .containsExactlyElementsOf(whole.commits().subList(passed + 1, all.size()).stream()
                                .map(SourcePosition::toString)
                                .toList());
            }
        }
    }

    @Test
    void whatIsRolledBackToASavepointNeverComes() {
        SourcePosition start = source.beginCapture(List.of(items), new CaptureStart.Now());
        try (OracleTransaction transaction = fixture.oracle().begin()) {
            insert(transaction, 1);
            int savepoint = transaction.savepoint();
            insert(transaction, 2);
            transaction.update("HR", "ITEMS", Map.of("ID", "1"), Map.of("NAME", "in vain"));
            transaction.update("HR", "ITEMS", Map.of("ID", "1"), Map.of("NAME", "in vain again"));
            transaction.delete("HR", "ITEMS", Map.of("ID", "2"));
            transaction.rollbackTo(savepoint);
            insert(transaction, 3);
            transaction.commit();
        }
        assertThat(Reading.of(source, start, items).transactions()).containsExactly(List.of(inserted(1), inserted(3)));
        assertThat(fixture.oracle().rows("HR", "ITEMS"))
                .containsExactlyInAnyOrder(List.of("1", "n1"), List.of("3", "n3"));
    }

    @Test
    void readerGoesOnOverASwitchOfLogs() {
        SourcePosition start = source.beginCapture(List.of(items), new CaptureStart.Now());
        List<String> told = new ArrayList<>();
        try (ChangeReader reader = source.openReader(start, List.of(items));
                OracleTransaction transaction = fixture.oracle().begin()) {
            for (int i = 0; i < 3; i++) {
                insert(transaction, i);
                fixture.oracle().switchLog();
                insert(transaction, 10 + i);
                transaction.commit();
                Reading.until(reader, source.currentPosition()).transactions().forEach(told::addAll);
            }
        }
        assertThat(told)
                .containsExactly(inserted(0), inserted(10), inserted(1), inserted(11), inserted(2), inserted(12));
    }

    @Test
    void placeWhoseLogIsGoneIsRefused() {
        SourcePosition start = source.beginCapture(List.of(items), new CaptureStart.Now());
        try (OracleTransaction transaction = fixture.oracle().begin()) {
            insert(transaction, 1);
            transaction.commit();
        }
        fixture.oracle().switchLog();
        assertThat(Reading.of(source, start, items).transactions()).hasSize(1);
        fixture.oracle().deleteArchivedLogs();
        failsWith(ErrorCode.SOURCE_LOG_PURGED, () -> source.openReader(start, List.of(items)));
    }

    /** The place itself is there still, but a transaction that was open at it began where the log is gone. */
    @Test
    void placeIsRefusedIfTheBeginningOfATransactionThatWasOpenIsGone() {
        try (OracleTransaction open = fixture.oracle().begin()) {
            insert(open, 1);
            fixture.oracle().switchLog();
            SourcePosition start = source.beginCapture(List.of(items), new CaptureStart.Now());
            fixture.oracle().deleteArchivedLogs();
            failsWith(ErrorCode.SOURCE_LOG_PURGED, () -> source.openReader(start, List.of(items)));
        }
    }

    @Test
    void numbersOfAnotherHistoryAreRefused() {
        SourcePosition start = source.beginCapture(List.of(items), new CaptureStart.Now());
        fixture.oracle().execute("UPDATE V$DATABASE SET RESETLOGS_CHANGE# = 990");
        failsWith(ErrorCode.SOURCE_HISTORY_CHANGED, () -> source.openReader(start, List.of(items)));
        failsWith(
                ErrorCode.SOURCE_HISTORY_CHANGED,
                () -> source.openReader(source.parsePosition("99999999999"), List.of(items)));
    }

    @Test
    void whatHasNotEndedIsHeldInFilesUntilTheReaderIsClosed() {
        int rows = 5_000;
        SourcePosition start = source.beginCapture(List.of(items), new CaptureStart.Now());
        try (ChangeReader reader = source.openReader(start, List.of(items));
                OracleTransaction open = fixture.oracle().begin()) {
            open.insert("HR", "ITEMS", rows(rows));
            // far more than the entries of a thousand rows that stay in the heap
            await().until(() -> bytesHeld() > 100L * rows);
            assertThat(reader.poll(Duration.ZERO).events()).noneMatch(RowInsert.class::isInstance);
            open.commit();
            assertThat(Reading.until(reader, source.currentPosition()).transactions())
                    .singleElement(LIST)
                    .hasSize(rows);
        }
        assertThat(ContractFixture.STATE_DIRECTORY).satisfies(OpenTransactionsIT::holdsNoOpenTransactions);
    }

    private static List<List<@Nullable String>> rows(int count) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        for (int id = 1; id <= count; id++) {
            rows.addAll(row(id));
        }
        return rows;
    }

    private static long bytesHeld() throws IOException {
        try (Stream<Path> files = Files.walk(ContractFixture.STATE_DIRECTORY)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static void holdsNoOpenTransactions(Path directory) {
        assertThat(directory).isDirectoryNotContaining("glob:**open-transactions*");
    }

    @Test
    void transactionThatOutgrowsItsFilesEndsTheReadingAndIsWholeWithMoreRoom() {
        SourcePosition start = source.beginCapture(List.of(items), new CaptureStart.Now());
        try (OracleTransaction transaction = fixture.oracle().begin()) {
            transaction.insert("HR", "ITEMS", rows(20_000));
            transaction.commit();
        }
        try (Source narrow = fixture.open("task", Map.of("OpenTransactionMegabytes", "1"));
                ChangeReader reader = narrow.openReader(start, List.of(items))) {
            assertThatThrownBy(() -> Reading.until(reader, narrow.currentPosition()))
                    .satisfies(failure -> assertThat(failure)
                            .hasMessageContaining("OpenTransactionMegabytes")
                            .extracting(thrown -> ((ReplicationException) thrown).code())
                            .isEqualTo(ErrorCode.SOURCE_FAILED));
        }
        assertThat(Reading.of(source, start, items).transactions())
                .singleElement(LIST)
                .hasSize(20_000);
    }

    @Test
    void windowBeforeAGivenStartMakesOpenTransactionsWhole() {
        String given;
        try (OracleTransaction open = fixture.oracle().begin()) {
            insert(open, 1);
            given = Long.toString(fixture.oracle().currentScn());
            insert(open, 2);
            open.commit();
        }
        assertThat(from(given, Map.of("OpenTransactionWindow", "5")))
                .containsExactly(List.of(inserted(1), inserted(2)));
        assertThat(from(given, Map.of())).containsExactly(List.of(inserted(2)));
    }

    private List<List<String>> from(String given, Map<String, String> settings) {
        try (Source another = fixture.open("another", settings)) {
            SourcePosition start =
                    another.beginCapture(List.of(items), new CaptureStart.At(another.parsePosition(given)));
            return Reading.of(another, start, items).transactions();
        }
    }

    @Test
    void captureBeginsAtATime() {
        try (OracleTransaction transaction = fixture.oracle().begin()) {
            insert(transaction, 1);
            transaction.commit();
            Instant time = Instant.now();
            await().until(() -> Instant.now().isAfter(time.plusMillis(20)));
            insert(transaction, 2);
            transaction.commit();
            SourcePosition start = source.beginCapture(List.of(items), new CaptureStart.Since(time));
            assertThat(Reading.of(source, start, items).transactions()).containsExactly(List.of(inserted(2)));
        }
    }
}
