package dev.millrace.source.debezium.record;

import dev.millrace.error.ReplicationException;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PostgresValuesTest {
    private static final Schema MICRO_TIMESTAMP =
            SchemaBuilder.int64().name("io.debezium.time.MicroTimestamp").build();
    private static final Schema TIMESTAMP =
            SchemaBuilder.int64().name("io.debezium.time.Timestamp").build();
    private static final Schema MICRO_TIME =
            SchemaBuilder.int64().name("io.debezium.time.MicroTime").build();
    private static final Schema TIME =
            SchemaBuilder.int32().name("io.debezium.time.Time").build();

    private static String written(DataType type, String nativeType, Schema field, Object value) {
        ByteBuilder out = new ByteBuilder();
        PostgresValues.writer(ColumnSchema.of("c", type, nativeType), field).write(value, out);
        return out.toString();
    }

    private static String written(Kind kind, Schema field, Object value) {
        return written(DataType.of(kind), "any", field, value);
    }

    @Test
    void numbers() {
        assertThat(written(Kind.INT8, Schema.INT64_SCHEMA, Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
        assertThat(written(Kind.INT2, Schema.INT16_SCHEMA, (short) -7)).isEqualTo("-7");
        assertThat(written(Kind.NUMERIC, Schema.STRING_SCHEMA, "1.50")).isEqualTo("1.50");
        assertThat(written(Kind.NUMERIC, Schema.STRING_SCHEMA, "POSITIVE_INFINITY"))
                .isEqualTo("Infinity");
        assertThat(written(Kind.NUMERIC, Schema.STRING_SCHEMA, "NEGATIVE_INFINITY"))
                .isEqualTo("-Infinity");
        assertThat(written(Kind.NUMERIC, Schema.STRING_SCHEMA, "NAN")).isEqualTo("NaN");
    }

    @Test
    void realNumbersReadBackToTheSameValue() {
        for (double value : new double[] {1, -0.0, 1e10, 1.5e300, Double.MIN_VALUE, 0.1, 123456789}) {
            String text = written(Kind.REAL8, Schema.FLOAT64_SCHEMA, value);
            assertThat(Double.parseDouble(text)).isEqualTo(value);
            assertThat(text).doesNotContain(".0E").doesNotEndWith(".0");
        }
        assertThat(written(Kind.REAL4, Schema.FLOAT32_SCHEMA, Float.NaN)).isEqualTo("NaN");
        assertThat(written(Kind.REAL8, Schema.FLOAT64_SCHEMA, Double.NEGATIVE_INFINITY))
                .isEqualTo("-Infinity");
    }

    @Test
    void bitsHaveAsManyAsDeclared() {
        assertThat(written(DataType.ofLength(Kind.BIT, 1), "bit(1)", Schema.BOOLEAN_SCHEMA, true))
                .isEqualTo("1");
        assertThat(written(DataType.ofLength(Kind.BIT, 12), "bit(12)", Schema.BYTES_SCHEMA, ByteBuffer.wrap(new byte[] {
                    (byte) 0b1000_0001
                })))
                .isEqualTo("000010000001");
    }

    @Test
    void dates() {
        assertThat(written(Kind.DATE, Schema.INT32_SCHEMA, 2_932_897)).isEqualTo("10000-01-01");
        assertThat(written(Kind.DATE, Schema.INT32_SCHEMA, 0)).isEqualTo("1970-01-01");
        assertThat(written(Kind.DATE, Schema.INT32_SCHEMA, -719_163)).isEqualTo("0001-12-31 BC");
        assertThat(written(Kind.DATE, Schema.INT32_SCHEMA, -2_147_472_692)).isEqualTo("infinity");
        assertThat(written(Kind.DATE, Schema.INT32_SCHEMA, -2_147_472_691)).isEqualTo("-infinity");
    }

    @Test
    void times() {
        assertThat(written(Kind.TIME, MICRO_TIME, 86_400_000_000L)).isEqualTo("24:00:00");
        assertThat(written(Kind.TIME, MICRO_TIME, 3_661_000_100L)).isEqualTo("01:01:01.0001");
        assertThat(written(Kind.TIME, TIME, 1_500)).isEqualTo("00:00:01.5");
    }

    @Test
    void timestamps() {
        assertThat(written(Kind.DATETIME, MICRO_TIMESTAMP, -1L)).isEqualTo("1969-12-31 23:59:59.999999");
        assertThat(written(Kind.DATETIME, TIMESTAMP, 1L)).isEqualTo("1970-01-01 00:00:00.001");
        assertThat(written(Kind.DATETIME, MICRO_TIMESTAMP, 9_223_372_036_825_200_000L))
                .isEqualTo("infinity");
        assertThat(written(Kind.DATETIME, TIMESTAMP, 9_223_372_036_825_200L)).isEqualTo("infinity");
        assertThat(written(Kind.DATETIME, MICRO_TIMESTAMP, -9_223_372_036_832_400_000L))
                .isEqualTo("-infinity");
        assertThat(written(Kind.TIMESTAMP_TZ, Schema.STRING_SCHEMA, "2024-02-29T23:59:59.120000+02:00"))
                .isEqualTo("2024-02-29 21:59:59.12+00");
        assertThat(written(Kind.TIMESTAMP_TZ, Schema.STRING_SCHEMA, "-infinity"))
                .isEqualTo("-infinity");
    }

    @Test
    void whatHasNoCanonicalFormIsRefused() {
        assertThatThrownBy(() -> written(Kind.OTHER, Schema.STRING_SCHEMA, BigDecimal.ONE))
                .isInstanceOf(ReplicationException.class);
    }

    @Test
    void typesThatAreToldInPartAreKnown() {
        assertThat(List.of(
                        ColumnSchema.of("c", DataType.of(Kind.ARRAY), "integer[]"),
                        ColumnSchema.of("c", DataType.of(Kind.TIME_TZ), "time with time zone"),
                        ColumnSchema.of("c", DataType.of(Kind.INTERVAL), "interval"),
                        ColumnSchema.of("c", DataType.ofLength(Kind.BIT, 3), "bit varying(3)"),
                        ColumnSchema.of("c", DataType.of(Kind.OTHER), "public.hstore"),
                        ColumnSchema.of("c", DataType.of(Kind.OTHER), "point")))
                .noneMatch(PostgresValues::areToldWhole);
        assertThat(List.of(
                        ColumnSchema.of("c", DataType.ofLength(Kind.BIT, 3), "bit(3)"),
                        ColumnSchema.of("c", DataType.of(Kind.OTHER), "inet"),
                        ColumnSchema.of("c", DataType.of(Kind.JSON), "jsonb")))
                .allMatch(PostgresValues::areToldWhole);
    }
}
