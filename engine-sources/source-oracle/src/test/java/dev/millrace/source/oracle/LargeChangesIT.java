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

    @Test
    void whatIsCutOffIsNotPassedOver() {
        changing(transaction -> transaction.trim("HR", "DOCUMENTS", Map.of("ID", "1"), "NOTE", 2));
        assertStopsAt("LOB_TRIM");
    }

    @Test
    void whatIsErasedIsNotPassedOver() {
        changing(transaction -> transaction.erase("HR", "DOCUMENTS", Map.of("ID", "1"), "NOTE", 2));
        assertStopsAt("LOB_ERASE");
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
}
