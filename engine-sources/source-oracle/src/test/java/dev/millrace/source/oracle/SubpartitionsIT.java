package dev.millrace.source.oracle;

import dev.millrace.emulated.oracle.OracleTable;
import dev.millrace.emulated.oracle.OracleTable.Column;
import dev.millrace.emulated.oracle.OracleTable.Partitioning;
import dev.millrace.emulated.oracle.OracleTable.Subpartitioning;
import dev.millrace.emulated.oracle.OracleTransaction;
import dev.millrace.error.ErrorCode;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.Source;
import dev.millrace.testing.contract.TextRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/** A table with sub-partitions is loaded by these. */
@SuppressWarnings("NullAway.Init") // JUnit calls open before any test
class SubpartitionsIT {
    private ContractFixture fixture;
    private Source source;
    private TableSchema sales;

    @BeforeEach
    void open() {
        fixture = new ContractFixture();
        source = fixture.open("task");
        fixture.oracle()
                .createTable(
                        OracleTable.of(
                                        "HR",
                                        "SALES",
                                        Column.of("ID", "NUMBER(9)").notNull(),
                                        Column.of("YEAR", "NUMBER(4)"))
                                .withPrimaryKey("ID")
                                .partitionedBy(
                                        new Partitioning("YEAR", 2020, "OLD", "NEW", new Subpartitioning("ID", 3))),
                        true);
        try (OracleTransaction transaction = fixture.oracle().begin()) {
            transaction.insert(
                    "HR",
                    "SALES",
                    List.of(
                            List.of("1", "2019"),
                            List.of("2", "2020"),
                            List.of("3", "2018"),
                            List.of("4", "2025"),
                            List.of("5", "2021")));
            transaction.commit();
        }
        sales = source.tables(id -> id.table().equals("SALES")).get(0);
    }

    @AfterEach
    void close() {
        source.close();
        fixture.close();
    }

    private Map<String, List<@Nullable String>> loaded(ChunkPolicy policy) {
        Map<String, List<@Nullable String>> keys = new LinkedHashMap<>();
        try (Snapshot snapshot = source.openSnapshot(List.of(sales), false)) {
            for (Chunk chunk : snapshot.plan(sales, policy)) {
                List<@Nullable String> found = keys.computeIfAbsent(chunk.name(), name -> new ArrayList<>());
                try (ChunkReader reader = snapshot.read(sales, chunk)) {
                    for (Row row : reader.next(100, 1 << 20)) {
                        found.add(TextRows.values(sales, row).get(0));
                    }
                }
            }
        }
        return keys;
    }

    @Test
    void everySubpartitionIsAChunk() {
        assertThat(loaded(new ChunkPolicy.AllPartitions()))
                .containsOnly(
                        entry("OLD_LOW", List.of("1")),
                        entry("OLD_HIGH", List.of("3")),
                        entry("NEW_LOW", List.of("2")),
                        entry("NEW_HIGH", List.of("4", "5")));
    }

    @Test
    void partitionsAndSubpartitionsMayBeNamedTogetherAndNoRowComesTwice() {
        assertThat(loaded(new ChunkPolicy.Partitions(List.of("old", "OLD_LOW", "NEW_HIGH"))))
                .containsOnly(entry("OLD", List.of("1", "3")), entry("NEW_HIGH", List.of("4", "5")));
    }

    @Test
    void nameOfNeitherIsRefused() {
        assertThat(failsWith(
                        ErrorCode.MAPPING_INVALID, () -> loaded(new ChunkPolicy.Partitions(List.of("OLD", "NONE")))))
                .hasMessageContaining("NONE")
                .hasMessageContaining("NEW_HIGH");
    }
}
