package dev.millrace.sink.s3.csv;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.s3.file.HiveShape;
import dev.millrace.sink.s3.file.HiveShape.Column;
import dev.millrace.spi.EndpointSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CsvInHiveTest {

    @Test
    void quotedFieldsAreTexts() {
        HiveShape shape = shape(Map.of("AddColumnName", "true"), DataType.of(Kind.INT4), true);
        assertThat(shape.serde()).isEqualTo("org.apache.hadoop.hive.serde2.OpenCSVSerde");
        assertThat(shape.serdeParameters())
                .containsOnly(
                        Map.entry("separatorChar", ","),
                        Map.entry("quoteChar", "\""),
                        Map.entry("escapeChar", "\u0001"));
        assertThat(shape.columns()).containsExactly(new Column("Op", "string"), new Column("v", "string"));
        assertThat(shape.tableParameters())
                .containsEntry("skip.header.line.count", "1")
                .containsEntry("compressionType", "gzip")
                .containsEntry("classification", "csv");
    }

    @Test
    void plainFieldsHaveTypes() {
        Map<String, String> plain = Map.of("Rfc4180", "false", "CsvDelimiter", "|", "CsvNullValue", "none");
        HiveShape shape = shape(plain, DataType.of(Kind.INT4), false);
        assertThat(shape.serde()).isEqualTo("org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe");
        assertThat(shape.serdeParameters())
                .containsOnly(
                        Map.entry("field.delim", "|"),
                        Map.entry("serialization.format", "|"),
                        Map.entry("serialization.null.format", "none"));
        assertThat(shape.columns()).containsExactly(new Column("Op", "string"), new Column("v", "int"));
        assertThat(shape.tableParameters())
                .containsEntry("skip.header.line.count", "0")
                .containsEntry("compressionType", "none");
    }

    @ParameterizedTest
    @CsvSource({
        "BOOLEAN, boolean",
        "INT1, tinyint",
        "INT2, smallint",
        "INT4, int",
        "INT8, bigint",
        "UINT1, smallint",
        "UINT2, int",
        "UINT4, bigint",
        "UINT8, 'decimal(20,0)'",
        "YEAR, smallint",
        "NUMERIC, string",
        "REAL4, float",
        "REAL8, double",
        "DATE, date",
        "DATETIME, timestamp",
        "TIMESTAMP_TZ, string",
        "TIME, string",
        "BYTES, string",
        "CLOB, string"
    })
    void everyTypeHoldsItsTexts(Kind kind, String expected) {
        assertThat(typed(DataType.of(kind))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "10, 2, 'decimal(10,2)'",
        "38, 0, 'decimal(38,0)'",
        "39, 0, string",
        "3, -2, 'decimal(5,0)'",
        "2, 4, 'decimal(4,4)'"
    })
    void decimalsHoldTheirDigits(int precision, int scale, String expected) {
        assertThat(typed(DataType.numeric(precision, scale))).isEqualTo(expected);
    }

    private static String typed(DataType type) {
        return shape(Map.of("Rfc4180", "false"), type, false).columns().get(1).type();
    }

    private static HiveShape shape(Map<String, String> settings, DataType type, boolean gzip) {
        TableSchema table = TableSchema.builder(new TableId("app", "t"), EngineFamily.POSTGRES)
                .column(ColumnSchema.of("v", type, ""))
                .build();
        return new CsvFormat(CsvSettings.of(new EndpointSettings(settings)), gzip).hive(table, List.of("Op"));
    }
}
