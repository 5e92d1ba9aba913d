package dev.millrace.sink.s3.parquet;

import dev.millrace.error.ErrorCode;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.s3.file.FileBody;
import dev.millrace.sink.s3.file.Image;
import dev.millrace.spi.EndpointSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.millrace.testing.contract.Failures.failsWith;
import static dev.millrace.testing.contract.TextRows.ABSENT;
import static dev.millrace.testing.contract.TextRows.row;
import static org.assertj.core.api.Assertions.assertThat;

class ParquetRowsTest {
    private static final TableSchema TABLE = TableSchema.builder(new TableId("s", "t"), EngineFamily.POSTGRES)
            .columns(List.of(
                    ColumnSchema.of("id", DataType.of(Kind.INT4), "integer"),
                    ColumnSchema.of("name", DataType.of(Kind.CLOB), "text")))
            .build();

    @Test
    void theOldRowGivesWhatTheNewOneLacks() {
        assertThat(packed(row(TABLE, "1", ABSENT), row(TABLE, "2", "kept"), Image.WHOLE))
                .isEqualTo(packed(row(TABLE, "1", "kept"), null, Image.WHOLE));
    }

    @Test
    void ofADeletedRowTheKeyIsEnough() {
        assertThat(packed(row(TABLE, "1", ABSENT), null, Image.DELETED))
                .isEqualTo(packed(row(TABLE, "1", null), null, Image.DELETED));
    }

    @Test
    void aMissingValueIsRefusedAndLeavesNoTrace() {
        ByteBuilder out = new ByteBuilder().append("before");
        assertThat(failsWith(
                        ErrorCode.TARGET_VALUE_REFUSED,
                        () -> rows(TABLE).append(List.of("U"), row(TABLE, "1", ABSENT), null, Image.WHOLE, out)))
                .hasMessageContaining("column name of table s.t")
                .hasMessageContaining("REPLICA IDENTITY FULL");
        assertThat(out).hasToString("before");
    }

    /** Thousands of tables may be written to in a small heap: what an almost empty file needs has to be counted. */
    @Test
    void anAlmostEmptyFileCountsWhatItsColumnsNeed() throws IOException {
        ByteBuilder row = new ByteBuilder();
        ParquetRows rows = rows(TABLE);
        rows.append(List.of("I"), row(TABLE, "1", "one"), null, Image.WHOLE, row);
        FileBody body = rows.open(OutputStream.nullOutputStream());
        body.write(row.array(), 0, row.size());
        assertThat(body.held()).isBetween(3 * 16L << 10, 3 * 32L << 10);
        body.finish();
        assertThat(body.held()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "NUMERIC, 5, 2, 1000.00",
        "NUMERIC, 5, 2, 1.001",
        "NUMERIC, 5, 2, NaN",
        "NUMERIC, 5, 2, 1.2.3",
        "NUMERIC, 30, 2, Infinity",
        "NUMERIC, 30, 2, 1.001",
        "NUMERIC, 19, 0, 10000000000000000000",
        "INT1, 0, 0, 128",
        "UINT1, 0, 0, -1",
        "INT8, 0, 0, 9223372036854775808",
        "UINT8, 0, 0, 18446744073709551616",
        "INT4, 0, 0, 1e3",
        "DATE, 0, 0, infinity",
        "DATE, 0, 0, 0000-00-00",
        "DATE, 0, 0, 2023-02-29",
        "TIME, 0, 6, 24:00:00",
        "TIME, 0, 6, -01:00:00",
        "TIME, 0, 0, 01:00:00.0001",
        "DATETIME, 0, 6, -infinity",
        "DATETIME, 0, 6, 300000-01-01 00:00:00",
        "DATETIME, 0, 9, 2300-01-01 00:00:00.000000001",
        "DATETIME, 0, 6, 0000-00-00 00:00:00"
    })
    void aValueThatTheTypeCannotHoldIsRefused(Kind kind, int precision, int scale, String value) {
        TableSchema table = EveryTypeTest.table(new DataType(kind, 0, precision, scale, List.of()));
        ByteBuilder out = new ByteBuilder().append("before");
        assertThat(failsWith(
                        ErrorCode.TARGET_VALUE_REFUSED,
                        () -> rows(table).append(List.of("I"), row(table, value), null, Image.WHOLE, out)))
                .hasMessageContaining("column value of table s.t")
                .hasMessageNotContaining(value);
        assertThat(out).hasToString("before");
    }

    private static byte[] packed(Row row, @Nullable Row before, Image image) {
        ByteBuilder out = new ByteBuilder();
        rows(TABLE).append(List.of("U"), row, before, image, out);
        assertThat(out.toByteArray()).startsWith(1, 1, 0, 0, 0, "U".getBytes(StandardCharsets.UTF_8)[0]);
        return out.toByteArray();
    }

    private static ParquetRows rows(TableSchema table) {
        return new ParquetRows(
                table, List.of("Op"), new ParquetFormat(ParquetSettings.of(EndpointSettings.none()), false));
    }
}
