package dev.millrace.sink.mysql.encode;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.sink.mysql.dialect.TargetColumn;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ComparisonTest {

    @Test
    void whatIsEqualOnlyAsBytes() {
        assertThat(nullSafe(Kind.INT4, "int")).isEqualTo("c <=> l");
        assertThat(nullSafe(Kind.JSON, "json")).isEqualTo("c <=> CAST(l AS JSON)");
        assertThat(nullSafe(Kind.STRING, "varchar(5) CHARACTER SET latin1 COLLATE latin1_bin"))
                .isEqualTo("CAST(CONVERT(c USING utf8mb4) AS BINARY) <=> CAST(l AS BINARY)");
    }

    /** MySQL 9 refuses to compare vectors, with error 1210. */
    @Test
    void vectorsAreComparedAsBytes() {
        assertThat(nullSafe(Kind.BLOB, "vector(3)")).isEqualTo("CAST(c AS BINARY) <=> l");
    }

    private static String nullSafe(Kind kind, String nativeType) {
        return Comparison.nullSafe(new TargetColumn(ColumnSchema.of("c", DataType.of(kind), nativeType)), "c", "l");
    }
}
