package dev.millrace.source.oracle;

import dev.millrace.emulated.oracle.OracleTable;
import dev.millrace.emulated.oracle.OracleTable.Column;
import dev.millrace.emulated.oracle.OracleTransaction;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.CaptureStart;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** With large values in a task, open transactions are read again and again from their beginning, and with them what they have taken back. */
@SuppressWarnings("NullAway.Init") // JUnit calls open before any test
class PartialRollbacksIT {
    private ContractFixture fixture;
    private Source source;
    private List<TableSchema> tables;
    private SourcePosition start;

    @BeforeEach
    void open() {
        fixture = new ContractFixture();
        source = fixture.open("task");
        fixture.oracle().createTable(table("ITEMS", "VARCHAR2(40)"), true);
        fixture.oracle().createTable(table("NOTES", "CLOB"), true);
        tables = source.tables(id -> id.schema().equals("HR"));
        start = source.beginCapture(tables, new CaptureStart.Now());
    }

    private static OracleTable table(String name, String type) {
        return OracleTable.of("HR", name, Column.of("ID", "NUMBER(9)").notNull(), Column.of("NAME", type))
                .withPrimaryKey("ID");
    }

    @AfterEach
    void close() {
        source.close();
        fixture.close();
    }

    private static void insert(OracleTransaction transaction, int id) {
        transaction.insert("HR", "ITEMS", List.of(List.of("" + id, "n")));
    }

    private static void updateInVain(OracleTransaction transaction) {
        int savepoint = transaction.savepoint();
        transaction.update("HR", "ITEMS", Map.of("ID", "1"), Map.of("NAME", "in vain"));
        transaction.rollbackTo(savepoint);
    }

    /** What the log tells of a transaction, between whose changes others commit, each read before the next. */
    private List<String> told(List<Runnable> changes, OracleTransaction transaction) {
        List<String> told = new ArrayList<>();
        try (ChangeReader reader = source.openReader(start, tables);
                OracleTransaction other = fixture.oracle().begin()) {
            int round = 100;
            for (Runnable change : changes) {
                change.run();
                for (int i = 0; i < 2; i++) {
                    insert(other, round++);
                    other.commit();
                    Reading.until(reader, source.currentPosition());
                }
            }
            transaction.commit();
            Reading.until(reader, source.currentPosition()).transactions().forEach(told::addAll);
        }
        return told;
    }

    @Test
    void changeBeforeASavepointStaysHoweverOftenTheUndoBehindItIsRead() {
        try (OracleTransaction transaction = fixture.oracle().begin()) {
            assertThat(told(
                            List.of(() -> {
                                insert(transaction, 1);
                                updateInVain(transaction);
                            }),
                            transaction))
                    .containsExactly("insert [1, n]");
        }
    }

    @Test
    void changesBehindAnUndoAreNoHindrance() {
        try (OracleTransaction transaction = fixture.oracle().begin()) {
            assertThat(told(
                            List.of(
                                    () -> {
                                        insert(transaction, 1);
                                        updateInVain(transaction);
                                        insert(transaction, 2);
                                    },
                                    () -> {
                                        updateInVain(transaction);
                                        insert(transaction, 3);
                                    }),
                            transaction))
                    .containsExactly("insert [1, n]", "insert [2, n]", "insert [3, n]");
        }
    }
}
