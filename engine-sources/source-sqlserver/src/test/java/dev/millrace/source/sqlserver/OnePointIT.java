package dev.millrace.source.sqlserver;

import dev.millrace.emulated.sqlserver.EmulatedColumn;
import dev.millrace.emulated.sqlserver.EmulatedTable;
import dev.millrace.emulated.sqlserver.EmulatedTransaction;
import dev.millrace.error.ErrorCode;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.testing.contract.TextRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

/** Tables whose chunks have to show one place in the log: what is peculiar to the lock that makes them. */
class OnePointIT {
    private static final List<String> COLUMNS = List.of("id", "name");
    private static final int ROWS = 100;

    private final Replication replication = new Replication();
    private TableSchema items;

    @BeforeEach
    void create() {
        items = replication.createCaptured("items", "id bigint", "name nvarchar(20)");
        fill("items");
    }

    private void fill(String table) {
        List<List<Object>> rows = new ArrayList<>();
        for (int id = 0; id < ROWS; id++) {
            rows.add(List.of(id, "before"));
        }
        replication.fixture.database().transaction(changes -> changes.insert("sales", table, COLUMNS, rows));
    }

    @AfterEach
    void close() {
        replication.close();
    }

    @Test
    void readersShowTheMomentOfTheHoldOverAndOver() {
        try (Snapshot snapshot = replication.source.openSnapshot(List.of(items), true)) {
            List<Chunk> chunks = snapshot.plan(items, new ChunkPolicy.Planned(20));
            assertThat(chunks).hasSizeGreaterThan(3);
            try (Snapshot.Hold hold = snapshot.holdOnePoint(items, 2)) {
                replication
                        .fixture
                        .database()
                        .transaction(changes ->
                                changes.update("sales", "items", Map.of("name", "before"), Map.of("name", "after")));
                for (Chunk chunk : chunks) {
                    assertThat(names(snapshot, chunk)).containsOnly("before");
                }
            }
            assertThat(names(snapshot, chunks.get(0))).containsOnly("after");
        }
    }

    private List<String> names(Snapshot snapshot, Chunk chunk) {
        try (ChunkReader reader = snapshot.read(items, chunk)) {
            List<Row> rows = reader.next(2 * ROWS, 1 << 20);
            assertThat(rows).isNotEmpty();
            assertThat(reader.next(1, 1)).isEmpty();
            return rows.stream()
                    .map(row -> String.valueOf(TextRows.values(items, row).get(1)))
                    .toList();
        }
    }

    /** The server may have ended its transaction, so that the next read would show a later moment. */
    @Test
    void connectionOfAReaderThatIsClosedEarlyIsNotReadFromAgain() {
        try (Snapshot snapshot = replication.source.openSnapshot(List.of(items), true)) {
            Chunk chunk = snapshot.plan(items, new ChunkPolicy.Planned(ROWS)).get(0);
            try (Snapshot.Hold hold = snapshot.holdOnePoint(items, 2)) {
                snapshot.read(items, chunk).close();
                assertThat(names(snapshot, chunk)).hasSize(ROWS);
                snapshot.read(items, chunk).close();
                assertThat(failsWith(ErrorCode.SOURCE_CONNECTION_LOST, () -> snapshot.read(items, chunk)))
                        .hasMessageContaining("no session is left that shows table sales.items");
            }
        }
    }

    @Test
    void tableThatATransactionHoldsIsLeftAsItIsIfItHasAKey() {
        try (Snapshot snapshot = replication.source.openSnapshot(List.of(items), true);
                EmulatedTransaction writing = replication.fixture.database().begin()) {
            writing.delete("sales", "items", Map.of("id", 7));
            Chunk chunk = snapshot.plan(items, new ChunkPolicy.Planned(ROWS)).get(0);
            try (Snapshot.Hold hold = snapshot.holdOnePoint(items, 2)) {
                assertThat(names(snapshot, chunk)).hasSize(ROWS);
            }
        }
    }

    @Test
    void tableWithoutAKeyThatATransactionHoldsIsRefusedForNow() {
        replication
                .fixture
                .database()
                .createTable(EmulatedTable.of(
                        "sales",
                        "keyless",
                        List.of(
                                EmulatedColumn.of("id", "bigint", true),
                                EmulatedColumn.of("name", "nvarchar(20)", true)),
                        List.of()));
        replication.fixture.database().enableCapture("sales", "keyless", "sales_keyless");
        fill("keyless");
        TableSchema keyless = replication.told("keyless");
        try (Snapshot snapshot = replication.source.openSnapshot(List.of(keyless), true);
                EmulatedTransaction writing = replication.fixture.database().begin()) {
            writing.delete("sales", "keyless", Map.of("id", 7));
            assertThat(failsWith(ErrorCode.SOURCE_CONNECTION_LOST, () -> snapshot.holdOnePoint(keyless, 2)))
                    .hasMessageContaining("locking table sales.keyless against writers")
                    .hasMessageContaining("error 1222")
                    .hasMessageContaining("sys.dm_tran_locks tells whose");
        }
    }
}
