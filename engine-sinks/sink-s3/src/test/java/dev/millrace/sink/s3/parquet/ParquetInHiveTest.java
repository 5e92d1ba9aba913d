package dev.millrace.sink.s3.parquet;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ParquetInHiveTest {

    @Test
    void filesOfParquetAreReadAsSuch() {
        HiveShape shape = shape(DataType.of(Kind.INT4));
        assertThat(shape.serde()).isEqualTo("org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe");
        assertThat(shape.inputFormat()).isEqualTo("org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat");
        assertThat(shape.tableParameters()).containsEntry("classification", "parquet");
        assertThat(shape.columns()).containsExactly(new Column("Op", "string"), new Column("v", "int"));
    }

    @ParameterizedTest
    @CsvSource({
        "BOOLEAN, boolean", "INT1, tinyint", "INT2, smallint", "INT4, int", "INT8, bigint", "UINT1, smallint",
                "UINT2, int",
        "UINT4, bigint", "UINT8, bigint", "YEAR, smallint", "NUMERIC, string", "REAL4, float", "REAL8, double",
                "DATE, date",
        "DATETIME, timestamp", "TIMESTAMP_TZ, timestamp", "TIME, int", "BYTES, binary", "UUID, string"
    })
    void everyTypeIsThatOfTheFile(Kind kind, String expected) {
        assertThat(typed(DataType.of(kind))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"9, 2, 'decimal(9,2)'", "18, 3, 'decimal(18,3)'", "38, 10, 'decimal(38,10)'", "39, 0, string"})
    void decimalsAreThoseOfTheFile(int precision, int scale, String expected) {
        assertThat(typed(DataType.numeric(precision, scale))).isEqualTo(expected);
    }

    @Test
    void finerTimesOfDayAreLonger() {
        assertThat(typed(DataType.ofScale(Kind.TIME, 6))).isEqualTo("bigint");
    }

    private static String typed(DataType type) {
        return shape(type).columns().get(1).type();
    }

    private static HiveShape shape(DataType type) {
        TableSchema table = TableSchema.builder(new TableId("app", "t"), EngineFamily.POSTGRES)
                .column(ColumnSchema.of("v", type, ""))
                .build();
        return new ParquetFormat(ParquetSettings.of(EndpointSettings.none()), false).hive(table, List.of("Op"));
    }
}
