package dev.millrace.spi.source;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DeclaredRangesTest {
    private static final TableSchema ORDERS = TableSchema.builder(new TableId("shop", "orders"), EngineFamily.MYSQL)
            .column(ColumnSchema.of("region", DataType.ofLength(Kind.STRING, 10), "varchar(10)"))
            .column(ColumnSchema.of("id", DataType.of(Kind.INT8), "bigint"))
            .column(ColumnSchema.of("day", DataType.of(Kind.DATE), "date"))
            .primaryKey(new KeySchema("PRIMARY", List.of("region", "id")))
            .build();

    @ParameterizedTest
    @CsvSource({
        "id, 9, 10",
        "id, -10, -9.5",
        "day, 2025-12-31, 2026-01-01",
        "region, Z, a",
        "region, a, Z",
        "day, 31.12.2025, 1.1.2025"
    })
    void boundariesRiseOrCannotBeCompared(String column, String lower, String upper) {
        assertThatCode(() -> check(List.of(column), List.of(lower), List.of(upper)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"id, 10, 9", "id, 10, 10.0", "day, 2026-01-01, 2025-12-31", "region, a, a"})
    void boundariesThatDoNotRiseWouldTellRowsTwice(String column, String lower, String upper) {
        assertThatThrownBy(() -> check(List.of(column), List.of(lower), List.of(upper)))
                .hasMessage("boundary 2 of table shop.orders, [" + upper + "], is not above the one before it, ["
                        + lower + "]; correct the parallel-load rule of the table mappings")
                .isInstanceOfSatisfying(
                        ReplicationException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.MAPPING_INVALID));
    }

    @Test
    void leadingColumnsDecide() {
        List<String> columns = List.of("day", "id");

        assertThatCode(() -> check(columns, List.of("2026-01-01", "9"), List.of("2026-01-02", "1")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> check(columns, List.of("2026-01-01", "9"), List.of("2026-01-01", "8")))
                .hasMessageContaining("[2026-01-01, 8], is not above");
    }

    @Test
    void columnsAndValuesHaveToMatch() {
        assertThatThrownBy(() -> check(List.of("code"), List.of("1"))).hasMessageContaining("has no column code");
        assertThatThrownBy(() -> check(List.of("id"), List.of("1", "2")))
                .hasMessageContaining("boundary 1 of table shop.orders has 2 values for 1 columns");
    }

    @Test
    void rowsStayInRangesOfTheirKey() {
        assertThat(DeclaredRanges.isByKey(ORDERS, ranges(List.of("id"), List.of("1"))))
                .isTrue();
        assertThat(DeclaredRanges.isByKey(ORDERS, ranges(List.of("id", "day"), List.of("1", "2026-01-01"))))
                .isFalse();
    }

    @SafeVarargs
    private static void check(List<String> columns, List<String>... boundaries) {
        DeclaredRanges.check(ORDERS, ranges(columns, boundaries));
    }

    @SafeVarargs
    private static ChunkPolicy.Ranges ranges(List<String> columns, List<String>... boundaries) {
        return new ChunkPolicy.Ranges(columns, List.of(boundaries));
    }
}
