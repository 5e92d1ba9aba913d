package dev.millrace.source.oracle;

import dev.millrace.emulated.oracle.OracleTable;
import dev.millrace.emulated.oracle.OracleTable.Column;
import dev.millrace.emulated.oracle.OracleTransaction;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.CaptureStart;
import dev.millrace.spi.source.Source;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Truncations and definitions stand in the log before they are committed, and others commit between. */
@SuppressWarnings("NullAway.Init") // JUnit calls open before any test
class DefinitionsIT {
    private static final String FIRST = "insert [1, n]";
    private static final String OVERTAKING = "insert [2, n]";

    private ContractFixture fixture;
    private Source source;
    private TableSchema[] tables;

    @BeforeEach
    void open() {
        fixture = new ContractFixture();
        source = fixture.open("task");
        for (String name : List.of("ITEMS", "OTHERS")) {
            fixture.oracle()
                    .createTable(
                            OracleTable.of(
                                            "HR",
                                            name,
                                            Column.of("ID", "NUMBER(9)").notNull(),
                                            Column.of("NAME", "VARCHAR2(40)"))
                                    .withPrimaryKey("ID"),
                            true);
        }
        tables = source.tables(id -> id.schema().equals("HR")).toArray(TableSchema[]::new);
    }

    @AfterEach
    void close() {
        source.close();
        fixture.close();
    }

    private static void insert(OracleTransaction transaction, String table, String... values) {
        transaction.insert("HR", table, List.of(List.of(values)));
    }

    /** All that is told, and what is told behind each commit of it. */
    private void assertTold(SourcePosition start, List<List<String>> all) {
        Reading whole = Reading.of(source, start, tables);
        assertThat(whole.transactions()).isEqualTo(all);
        for (int passed = 0; passed < all.size(); passed++) {
            try (Source again = fixture.open("task")) {
                SourcePosition from =
                        again.parsePosition(whole.commits().get(passed).encode());
                assertThat(Reading.of(again, from, tables).transactions())
                        .as("behind commit %s", passed)
                        .isEqualTo(all.subList(passed + 1, all.size()));
            }
        }
    }

    @Test
    void truncationThatACommitOvertakesComesBehindIt() {
        SourcePosition start = source.beginCapture(List.of(tables), new CaptureStart.Now());
        try (OracleTransaction truncating = fixture.oracle().begin();
                OracleTransaction other = fixture.oracle().begin()) {
            insert(other, "ITEMS", "1", "n");
            other.commit();
            truncating.truncate("HR", "ITEMS", () -> {
                insert(other, "OTHERS", "2", "n");
                other.commit();
            });
            insert(other, "ITEMS", "3", "n");
            other.commit();
        }
        assertTold(
                start,
                List.of(List.of(FIRST), List.of(OVERTAKING), List.of("truncate ITEMS"), List.of("insert [3, n]")));
    }

    /** The reader is told how far it is while the statement waits for its commit, and a restart begins there. */
    @Test
    void truncationIsNotLostByARestartBeforeItsCommit() {
        SourcePosition start = source.beginCapture(List.of(tables), new CaptureStart.Now());
        List<SourcePosition> between = new java.util.ArrayList<>();
        try (OracleTransaction truncating = fixture.oracle().begin();
                OracleTransaction other = fixture.oracle().begin()) {
            truncating.truncate("HR", "ITEMS", () -> {
                SourcePosition statement = source.currentPosition();
                between.add(Reading.position(source, start, statement, tables));
                insert(other, "OTHERS", "2", "n");
                other.commit();
            });
        }
        assertThat(between).hasSize(1);
        assertThat(Reading.of(source, source.parsePosition(between.get(0).encode()), tables)
                        .transactions())
                .containsExactly(List.of(OVERTAKING), List.of("truncate ITEMS"));
    }

    /** An open transaction has the log read again from before the definition, to which the table must not be held twice. */
    @Test
    void definitionIsReadAgainWhereATransactionWasOpen() {
        SourcePosition start = source.beginCapture(List.of(tables), new CaptureStart.Now());
        try (OracleTransaction open = fixture.oracle().begin();
                OracleTransaction other = fixture.oracle().begin()) {
            insert(open, "OTHERS", "2", "n");
            insert(other, "ITEMS", "1", "n");
            other.commit();
            fixture.oracle().addColumn("HR", "ITEMS", Column.of("NOTE", "VARCHAR2(40)"));
            insert(other, "ITEMS", "3", "n", "m");
            other.commit();
            insert(other, "ITEMS", "4", "n", "m");
            other.commit();
            open.commit();
        }
        assertTold(
                start,
                List.of(List.of(FIRST), List.of("insert [3, n, m]"), List.of("insert [4, n, m]"), List.of(OVERTAKING)));
    }
}
