package dev.millrace.source.sqlserver;

import dev.millrace.emulated.sqlserver.EmulatedColumn;
import dev.millrace.emulated.sqlserver.EmulatedTable;
import dev.millrace.error.ErrorCode;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.Finding;
import dev.millrace.spi.Finding.Severity;
import dev.millrace.spi.source.CaptureStart;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.Snapshot;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

/** A readable secondary of an availability group: what it does not tell, and that no lock keeps writers away there. */
class SecondaryIT {
    private static final List<String> COLUMNS = List.of("id", "name");

    private final Replication replication = new Replication(Map.of("ApplicationIntent", "readonly"));
    private TableSchema items;

    @BeforeEach
    void create() {
        items = replication.createCaptured("items", "id bigint", "name nvarchar(20)");
        set("UPDATE emulation.replica SET is_secondary = TRUE");
    }

    @AfterEach
    void close() {
        replication.close();
    }

    private void set(String sql) {
        replication.fixture.database().administer(sql);
    }

    private TableSchema keyless() {
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
        return replication.told("keyless");
    }

    @Test
    void tableWithAKeyIsLoadedAndFollowed() {
        replication.insert("items", COLUMNS, List.of(1, "a"));
        SourcePosition start = replication.source.beginCapture(List.of(items), new CaptureStart.Now());
        replication.insert("items", COLUMNS, List.of(2, "b"));
        assertThat(replication.loaded(items)).containsExactly("[1, a]", "[2, b]");
        assertThat(replication.changes(start, 1, items)).containsExactly("insert [2, b]");
        assertThat(replication.source.check(List.of(items), true)).isEmpty();
    }

    /** What the secondary has of the log lies before its end, also what stands in the last block. */
    @Test
    void endOfTheLogIsThatOfItsLastBlock() {
        SourcePosition start = replication.source.beginCapture(List.of(items), new CaptureStart.Now());
        replication.insert("items", COLUMNS, List.of(1, "a"));
        SourcePosition end = replication.source.currentPosition();
        assertThat(end.encode()).endsWith(":ffff");
        assertThat(end.covers(start)).isTrue();
        SourcePosition later = replication.source.beginCapture(List.of(items), new CaptureStart.Now());
        assertThat(end.covers(later)).isTrue();
        assertThat(later).isNotEqualTo(start);
    }

    @Test
    void chunksOfATableWithAKeyAreReadBetweenTwoPlacesWithoutALock() {
        replication.insert("items", COLUMNS, List.of(1, "a"));
        try (Snapshot snapshot = replication.source.openSnapshot(List.of(items), true)) {
            Chunk chunk = snapshot.plan(items, new ChunkPolicy.Planned(10)).get(0);
            try (Snapshot.Hold hold = snapshot.holdOnePoint(items, 1);
                    ChunkReader reader = snapshot.read(items, chunk)) {
                assertThat(reader.window().isExact()).isFalse();
                assertThat(reader.next(10, 1 << 20)).hasSize(1);
            }
        }
    }

    @Test
    void tableWithoutAKeyIsRefused() {
        TableSchema keyless = keyless();
        assertThat(replication.source.check(List.of(keyless), true))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.BLOCKING);
                    assertThat(finding.code()).isEqualTo(ErrorCode.SOURCE_ROW_IDENTITY_MISSING);
                    assertThat(finding.remedy())
                            .contains("read from the primary")
                            .contains("ALTER TABLE [sales].[keyless] ADD PRIMARY KEY");
                });
        assertThat(replication.source.check(List.of(keyless), false)).isEmpty();
        try (Snapshot snapshot = replication.source.openSnapshot(List.of(keyless), true)) {
            Chunk chunk = snapshot.plan(keyless, new ChunkPolicy.Planned(10)).get(0);
            assertThat(failsWith(ErrorCode.SOURCE_ROW_IDENTITY_MISSING, () -> snapshot.holdOnePoint(keyless, 1)))
                    .hasMessageContaining("read from the primary");
            assertThat(failsWith(ErrorCode.SOURCE_ROW_IDENTITY_MISSING, () -> snapshot.read(keyless, chunk)))
                    .hasMessageContaining("no lock keeps writers away");
        }
    }

    /** The server that is locked on is asked, not the one that the load began with. */
    @Test
    void tableWithoutAKeyIsRefusedOnAServerThatHasBecomeASecondary() {
        TableSchema keyless = keyless();
        set("UPDATE emulation.replica SET is_secondary = FALSE");
        try (Snapshot snapshot = replication.source.openSnapshot(List.of(keyless), true)) {
            snapshot.holdOnePoint(keyless, 1).close();
            set("UPDATE emulation.replica SET is_secondary = TRUE");
            failsWith(ErrorCode.SOURCE_ROW_IDENTITY_MISSING, () -> snapshot.holdOnePoint(keyless, 1));
        }
    }

    @Test
    void askingWhereTheLogEndsNeedsAGrant() {
        set("INSERT INTO emulation.denied VALUES ('', 'VIEW SERVER STATE')");
        List<Finding> findings = replication.source.check(List.of(items), true);
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(ErrorCode.SOURCE_GRANT_MISSING);
            assertThat(finding.remedy()).contains("GRANT VIEW SERVER STATE TO [replicator]");
        });
    }

    /** {@code msdb} is not part of the group. */
    @Test
    void jobsOfTheSecondaryAreNotLookedAt() {
        set("UPDATE emulation.jobs SET retention = 1, pollinginterval = 86399");
        assertThat(replication.source.check(List.of(items), true)).isEmpty();
    }

    @Test
    void connectionsToSeveralSecondariesAreRefused() {
        set("UPDATE emulation.replica SET server = 'other'");
        try (Snapshot snapshot = replication.source.openSnapshot(List.of(items), true)) {
            Chunk chunk = snapshot.plan(items, new ChunkPolicy.Planned(10)).get(0);
            assertThat(failsWith(ErrorCode.SOURCE_CONNECTION_LOST, () -> snapshot.read(items, chunk)))
                    .hasMessageContaining("reach several secondaries, emulated and other");
        }
    }
}
