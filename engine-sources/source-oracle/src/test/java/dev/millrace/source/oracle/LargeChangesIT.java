package dev.millrace.source.oracle;

import dev.millrace.emulated.oracle.OracleTable;
import dev.millrace.emulated.oracle.OracleTable.Column;
import dev.millrace.emulated.oracle.OracleTransaction;
import dev.millrace.error.ErrorCode;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.CaptureStart;
import dev.millrace.spi.source.Source;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.millrace.testing.contract.Failures.failsWith;
import static dev.millrace.testing.contract.TextRows.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

/** Changes of values that lie beside their rows, and changes that Debezium would pass over. */
@SuppressWarnings("NullAway.Init") // JUnit calls open before any test
class LargeChangesIT {
    private ContractFixture fixture;
    private Source source;
    private TableSchema documents;
    private SourcePosition start;

    @BeforeEach
    void open() {
        fixture = new ContractFixture();
        source = fixture.open("task");
        fixture.oracle().createTable(table("DOCUMENTS"), true);
        fixture.oracle().createTable(table("OTHERS"), true);
        documents = source.tables(id -> id.table().equals("DOCUMENTS")).get(0);
        start = source.beginCapture(List.of(documents), new CaptureStart.Now());
        changing(transaction -> {
            transaction.insert("HR", "DOCUMENTS", List.of(List.of("1", "text", "<a/>")));
            transaction.insert("HR", "OTHERS", List.of(List.of("1", "text", "<a/>")));
        });
    }

    private static OracleTable table(String name) {
        return OracleTable.of(
                        "HR",
                        name,
                        Column.of("ID", "NUMBER(9)").notNull(),
                        Column.of("NOTE", "CLOB"),
                        Column.of("DOC", "XMLTYPE"))
                .withPrimaryKey("ID");
    }

    @AfterEach
    void close() {
        source.close();
        fixture.close();
    }

    private void changing(Consumer<OracleTransaction> changes) {
        try (OracleTransaction transaction = fixture.oracle().begin()) {
            changes.accept(transaction);
            transaction.commit();
        }
    }

    private List<List<String>> read() {
        return Reading.of(source, start, documents).transactions();
    }

    private void assertStopsAt(String operation) {
        assertThat(failsWith(ErrorCode.SOURCE_EVENT_UNSUPPORTED, this::read))
                .hasMessageContaining("HR.DOCUMENTS")
                .hasMessageContaining(operation)
                .hasMessageContaining("reload the task");
    }

    @Test
    void documentIsChangedAndTakenAway() {
        changing(transaction ->
                transaction.update("HR", "DOCUMENTS", Map.of("ID", "1"), Map.of("DOC", "<b>O'Neil</b>")));
        changing(transaction -> transaction.update(
                "HR", "DOCUMENTS", Map.of("ID", "1"), java.util.Collections.singletonMap("DOC", null)));
        assertThat(read())
                .containsExactly(
                        List.of("insert [1, text, <a/>]"),
                        List.of("update [1, " + ABSENT + ", <b>O'Neil</b>]"),
                        List.of("update [1, " + ABSENT + ", null]"));
    }

    @Test
    void documentOfARowWithAnotherKeyIsReadAsText() {
        changing(transaction -> transaction.update("HR", "DOCUMENTS", Map.of("ID", "1"), Map.of("ID", "2")));
        assertThat(read()).last().asString().contains("[2, text, <a/>]");
    }

    private void change(Consumer<OracleTransaction> change) {
        changing(transaction -> transaction.insert("HR", "DOCUMENTS", List.of(List.of("2", "abcdef", "<a/>"))));
        changing(change);
    }

    private void assertNoteBecomes(String note) {
        assertThat(read()).last().isEqualTo(List.of("update [2, " + note + ", " + ABSENT + "]"));
    }

    @Test
    void whatIsWrittenOverLeavesTheRestOfAValue() {
        change(transaction -> transaction.write("HR", "DOCUMENTS", Map.of("ID", "2"), "NOTE", 3, "XY"));
        assertNoteBecomes("abXYef");
    }

    @Test
    void whatIsWrittenOverTheBeginningLeavesTheRestOfAValue() {
        change(transaction -> transaction.write("HR", "DOCUMENTS", Map.of("ID", "2"), "NOTE", 1, "XY"));
        assertNoteBecomes("XYcdef");
    }

    @Test
    void whatIsAppendedStandsBehindTheValue() {
        change(transaction -> transaction.write("HR", "DOCUMENTS", Map.of("ID", "2"), "NOTE", 7, "it's; for update;"));
        assertNoteBecomes("abcdefit's; for update;");
    }

    @Test
    void whatIsCutOffIsGone() {
        change(transaction -> transaction.trim("HR", "DOCUMENTS", Map.of("ID", "2"), "NOTE", 2));
        assertNoteBecomes("ab");
    }

    @Test
    void whatIsErasedIsBlank() {
        change(transaction -> transaction.erase("HR", "DOCUMENTS", Map.of("ID", "2"), "NOTE", 2));
        assertNoteBecomes("  cdef");
    }

    @Test
    void whatServersShowAsWholeBlocksIsTold() {
        changing(transaction -> {
            transaction.showBlocks();
            transaction.insert("HR", "DOCUMENTS", List.of(List.of("2", "n".repeat(5000), "<a/>")));
        });
        changing(transaction -> {
            transaction.showBlocks();
            transaction.write("HR", "DOCUMENTS", Map.of("ID", "2"), "NOTE", 2, "XY");
        });
        assertThat(read())
                .containsExactly(
                        List.of("insert [1, text, <a/>]"),
                        List.of("insert [2, " + "n".repeat(5000) + ", <a/>]"),
                        List.of("update [2, nXY" + "n".repeat(4997) + ", " + ABSENT + "]"));
    }

    @Test
    void valuesAreThoseOfTheirTransaction() {
        change(transaction -> transaction.write("HR", "DOCUMENTS", Map.of("ID", "2"), "NOTE", 7, "g"));
        changing(transaction -> transaction.write("HR", "DOCUMENTS", Map.of("ID", "2"), "NOTE", 8, "h"));
        assertThat(read())
                .containsExactly(
                        List.of("insert [1, text, <a/>]"),
                        List.of("insert [2, abcdef, <a/>]"),
                        List.of("update [2, abcdefg, " + ABSENT + "]"),
                        List.of("update [2, abcdefgh, " + ABSENT + "]"));
    }

    @Test
    void valuesAreThoseOfNowWhereTheUndoIsGone() {
        change(transaction -> transaction.write("HR", "DOCUMENTS", Map.of("ID", "2"), "NOTE", 7, "g"));
        changing(transaction -> transaction.write("HR", "DOCUMENTS", Map.of("ID", "2"), "NOTE", 8, "h"));
        changing(transaction -> transaction.update("HR", "OTHERS", Map.of("ID", "1"), Map.of("NOTE", "other")));
        fixture.oracle().forgetUndo();
        assertThat(read())
                .endsWith(
                        List.of("update [2, abcdefgh, " + ABSENT + "]"),
                        List.of("update [2, abcdefgh, " + ABSENT + "]"));
    }

    @Test
    void valueOfARowThatIsGoneByThenIsNoMatter() {
        change(transaction -> {
            transaction.write("HR", "DOCUMENTS", Map.of("ID", "2"), "NOTE", 7, "g");
            transaction.delete("HR", "DOCUMENTS", Map.of("ID", "2"));
        });
        changing(transaction -> {
            transaction.insert("HR", "DOCUMENTS", List.of(List.of("3", "n".repeat(5000), "<a/>")));
            transaction.delete("HR", "DOCUMENTS", Map.of("ID", "3"));
        });
        assertThat(read())
                .endsWith(
                        List.of(
                                "update [2, " + ABSENT + ", " + ABSENT + "]",
                                "delete [2, " + ABSENT + ", " + ABSENT + "]"),
                        List.of("insert [3, null, <a/>]", "delete [3, " + ABSENT + ", " + ABSENT + "]"));
    }

    @Test
    void valueOfARowThatGetsAnotherKeyInTheSameTransactionIsTold() {
        change(transaction -> {
            transaction.write("HR", "DOCUMENTS", Map.of("ID", "2"), "NOTE", 7, "g");
            transaction.update("HR", "DOCUMENTS", Map.of("ID", "2"), Map.of("ID", "3"));
        });
        assertThat(read()).last().asString().contains("[3, abcdefg, <a/>]");
    }

    @Test
    void whatTheLogTellsOfNoRowIsNotPassedOver() {
        changing(transaction -> {
            transaction.update("HR", "DOCUMENTS", Map.of("ID", "1"), Map.of("DOC", "<b/>"));
            transaction.showNoLocators();
            transaction.write("HR", "DOCUMENTS", Map.of("ID", "1"), "NOTE", 1, "XY");
        });
        assertStopsAt("LOB_WRITE");
    }

    @Test
    void rowThatAStatementHasTakenBackIsNotTold() {
        changing(transaction -> {
            transaction.hideAddresses();
            int savepoint = transaction.savepoint();
            transaction.insert("HR", "DOCUMENTS", List.of(List.of("2", "n".repeat(5000), "<a/>")));
            transaction.rollbackTo(savepoint);
            transaction.insert("HR", "DOCUMENTS", List.of(List.of("3", "text", "<a/>")));
        });
        assertThat(failsWith(ErrorCode.SOURCE_EVENT_UNSUPPORTED, this::read))
                .hasMessageContaining("HR.DOCUMENTS")
                .hasMessageContaining("rolled back a part")
                .hasMessageContaining("reload the task");
    }

    @Test
    void transactionThatIsTakenBackWholeIsNoMatter() {
        try (OracleTransaction transaction = fixture.oracle().begin()) {
            transaction.hideAddresses();
            transaction.insert("HR", "DOCUMENTS", List.of(List.of("2", "n".repeat(5000), "<a/>")));
            transaction.rollback();
        }
        changing(transaction -> {
            transaction.hideAddresses();
            transaction.insert("HR", "DOCUMENTS", List.of(List.of("3", "n".repeat(5000), "<a/>")));
        });
        assertThat(read())
                .containsExactly(
                        List.of("insert [1, text, <a/>]"), List.of("insert [3, " + "n".repeat(5000) + ", <a/>]"));
    }

    @Test
    void gapInTheLogIsNotPassedOver() {
        changing(OracleTransaction::gap);
        assertThat(failsWith(ErrorCode.SOURCE_LOG_PURGED, this::read))
                .hasMessageContaining("MISSING_SCN")
                .hasMessageContaining("Missing SCN 100 - 200")
                .hasMessageContaining("restore the archived logs");
    }

    @Test
    void whatLogMinerHasNoStatementForIsNotPassedOver() {
        changing(transaction -> transaction.unsupported("HR", "DOCUMENTS"));
        assertStopsAt("UNSUPPORTED");
    }

    /** Debezium does not read the type in a statement, and would leave the column out of all rows. */
    @Test
    void columnOfRowAddressesThatIsAddedIsNotLeftOut() {
        fixture.oracle().addColumn("HR", "DOCUMENTS", Column.of("AT", "UROWID"));
        changing(transaction ->
                transaction.insert("HR", "DOCUMENTS", List.of(List.of("2", "text", "<a/>", "*BAGAAKEBAgP+"))));
        assertThat(failsWith(ErrorCode.SOURCE_EVENT_UNSUPPORTED, this::read))
                .hasMessageContaining("HR.DOCUMENTS.AT")
                .hasMessageContaining("reload the task");
    }

    @Test
    void changesOfOtherTablesAreNoMatter() {
        changing(transaction -> {
            transaction.trim("HR", "OTHERS", Map.of("ID", "1"), "NOTE", 2);
            transaction.erase("HR", "OTHERS", Map.of("ID", "1"), "NOTE", 1);
            transaction.unsupported("HR", "OTHERS");
        });
        assertThat(read()).containsExactly(List.of("insert [1, text, <a/>]"));
    }

    @Test
    void whatLogMinerHasNoStatementForIsNotPassedOverInTablesWithoutLargeValuesEither() {
        fixture.oracle()
                .createTable(
                        OracleTable.of(
                                        "HR",
                                        "PLAIN",
                                        Column.of("ID", "NUMBER(9)").notNull())
                                .withPrimaryKey("ID"),
                        true);
        TableSchema plain = source.tables(id -> id.table().equals("PLAIN")).get(0);
        SourcePosition from = source.beginCapture(List.of(plain), new CaptureStart.Now());
        changing(transaction -> transaction.unsupported("HR", "PLAIN"));
        assertThat(failsWith(ErrorCode.SOURCE_EVENT_UNSUPPORTED, () -> Reading.of(source, from, plain)))
                .hasMessageContaining("HR.PLAIN");
    }

    private TableSchema withoutKey() {
        fixture.oracle()
                .createTable(
                        OracleTable.of(
                                "HR",
                                "LINES",
                                Column.of("ID", "NUMBER(9)"),
                                Column.of("NOTE", "CLOB"),
                                Column.of("PICTURE", "BLOB")),
                        true);
        TableSchema lines = source.tables(id -> id.table().equals("LINES")).get(0);
        start = source.beginCapture(List.of(lines), new CaptureStart.Now());
        return lines;
    }

    @Test
    void newRowOfATableWithoutKeyIsTold() {
        TableSchema lines = withoutKey();
        changing(transaction -> transaction.insert(
                "HR",
                "LINES",
                List.of(
                        List.of("1", "n".repeat(2500), "ab".repeat(3000)),
                        List.of("2", "m".repeat(2500), "cd".repeat(3000)))));
        assertThat(Reading.of(source, start, lines).transactions())
                .containsExactly(List.of(
                        "insert [1, " + "n".repeat(2500) + ", " + "ab".repeat(3000) + "]",
                        "insert [2, " + "m".repeat(2500) + ", " + "cd".repeat(3000) + "]"));
    }

    @Test
    void writtenPartInATableWithoutKeyIsNotTakenForTheWhole() {
        TableSchema lines = withoutKey();
        changing(transaction -> transaction.insert("HR", "LINES", List.of(List.of("1", "abcdef", "ab"))));
        changing(transaction -> transaction.write("HR", "LINES", Map.of("ID", "1"), "NOTE", 1, "XY"));
        assertThat(failsWith(ErrorCode.SOURCE_EVENT_UNSUPPORTED, () -> Reading.of(source, start, lines)))
                .hasMessageContaining("HR.LINES")
                .hasMessageContaining("no key");
    }
}
