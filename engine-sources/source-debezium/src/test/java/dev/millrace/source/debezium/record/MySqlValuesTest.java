package dev.millrace.source.debezium.record;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MySqlValuesTest {
    private static final Schema MICRO_TIMESTAMP =
            SchemaBuilder.int64().name("io.debezium.time.MicroTimestamp").build();
    private static final Schema TIMESTAMP =
            SchemaBuilder.int64().name("io.debezium.time.Timestamp").build();

    private static ByteBuilder bytes(DataType type, Schema field, Object value) {
        ByteBuilder out = new ByteBuilder();
        MySqlValues.writer(ColumnSchema.of("c", type, "any"), field).write(value, out);
        return out;
    }

    private static String written(DataType type, Schema field, Object value) {
        return bytes(type, field, value).toString();
    }

    @Test
    void numbers() {
        assertThat(written(DataType.of(Kind.UINT8), Schema.BYTES_SCHEMA, new BigDecimal("18446744073709551615")))
                .isEqualTo("18446744073709551615");
        assertThat(written(DataType.of(Kind.INT1), Schema.INT16_SCHEMA, (short) -1))
                .isEqualTo("-1");
        assertThat(written(DataType.of(Kind.REAL4), Schema.FLOAT64_SCHEMA, (double) 0.1f))
                .isEqualTo("0.1");
        assertThat(written(DataType.numeric(5, 2), Schema.STRING_SCHEMA, "1.50"))
                .isEqualTo("1.50");
        assertThat(written(DataType.of(Kind.YEAR), Schema.INT32_SCHEMA, 1900)).isEqualTo("0000");
        assertThat(written(DataType.of(Kind.YEAR), Schema.INT32_SCHEMA, 2024)).isEqualTo("2024");
    }

    @Test
    void timesHaveTheirDeclaredDigits() {
        assertThat(written(DataType.ofScale(Kind.TIME, 0), Schema.INT64_SCHEMA, 3_020_399_000_000L))
                .isEqualTo("838:59:59");
        assertThat(written(DataType.ofScale(Kind.TIME, 3), Schema.INT64_SCHEMA, -500_000L))
                .isEqualTo("-00:00:00.500");
        assertThat(written(DataType.ofScale(Kind.TIME, 6), Schema.INT64_SCHEMA, -1_000_001L))
                .isEqualTo("-00:00:01.000001");
        assertThat(written(DataType.ofScale(Kind.DATETIME, 3), TIMESTAMP, 120L)).isEqualTo("1970-01-01 00:00:00.120");
        assertThat(written(DataType.ofScale(Kind.DATETIME, 6), MICRO_TIMESTAMP, -1L))
                .isEqualTo("1969-12-31 23:59:59.999999");
        assertThat(written(DataType.ofScale(Kind.TIMESTAMP_TZ, 0), Schema.STRING_SCHEMA, "2024-01-02T03:04:05Z"))
                .isEqualTo("2024-01-02 03:04:05+00");
        assertThat(written(DataType.of(Kind.DATE), Schema.INT32_SCHEMA, 19_782)).isEqualTo("2024-02-29");
    }

    @Test
    void bitsAndBytes() {
        assertThat(written(
                        DataType.ofLength(Kind.BIT, 10), Schema.BYTES_SCHEMA, ByteBuffer.wrap(new byte[] {(byte) 0x81, 2
                        })))
                .isEqualTo("1010000001");
        assertThat(bytes(DataType.of(Kind.BLOB), Schema.BYTES_SCHEMA, ByteBuffer.wrap(new byte[] {0, -1}))
                        .toByteArray())
                .containsExactly(0, -1);
    }

    @Test
    void shapesHaveTheirReferenceSystemFirst() {
        Schema schema = SchemaBuilder.struct()
                .field("wkb", Schema.BYTES_SCHEMA)
                .field("srid", Schema.OPTIONAL_INT32_SCHEMA)
                .build();
        Struct shape = new Struct(schema).put("wkb", new byte[] {1, 2}).put("srid", 4326);
        assertThat(bytes(DataType.of(Kind.GEOMETRY), schema, shape).toByteArray())
                .containsExactly(0xE6, 0x10, 0, 0, 1, 2);
    }
}
