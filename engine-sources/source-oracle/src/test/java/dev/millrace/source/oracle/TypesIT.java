package dev.millrace.source.oracle;

import dev.millrace.emulated.oracle.OracleTable;
import dev.millrace.emulated.oracle.OracleTable.Column;
import dev.millrace.emulated.oracle.OracleTransaction;
import dev.millrace.model.Row;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.CaptureStart;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.Source;
import dev.millrace.testing.contract.TextRows;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A value is told alike by the load and by the log. */
class TypesIT {

    @ParameterizedTest
    @CsvSource({
        "'NUMBER(2)', '99', '99'",
        "'NUMBER(4)', '-9999', '-9999'",
        "'NUMBER(9)', '999999999', '999999999'",
        "'NUMBER(18)', '-999999999999999999', '-999999999999999999'",
        "'NUMBER(38)', '12345678901234567890123456789012345678', '12345678901234567890123456789012345678'",
        "'NUMBER(10,2)', '12345678.90', '12345678.9'",
        "'NUMBER', '0.000000000123', '0.000000000123'",
        "'NUMBER', '-12345678901234567890.5', '-12345678901234567890.5'",
        "'FLOAT(126)', '0.1', '0.1'",
        "'BINARY_FLOAT', '1.5', '1.5'",
        "'BINARY_DOUBLE', '-2.25', '-2.25'",
        "'CHAR(5 CHAR)', 'ab', 'ab'",
        "'VARCHAR2(20 CHAR)', 'O''Neil; x', 'O''Neil; x'",
        "'NVARCHAR2(20)', 'Grüße 日本', 'Grüße 日本'",
        "'DATE', '2026-01-31 10:20:30', '2026-01-31 10:20:30'",
        "'TIMESTAMP(0)', '2026-01-31 10:20:30', '2026-01-31 10:20:30'",
        "'TIMESTAMP(6)', '2026-01-31 10:20:30.120000', '2026-01-31 10:20:30.12'",
        "'TIMESTAMP(9)', '2026-01-31 10:20:30.123456789', '2026-01-31 10:20:30.123456789'",
        "'TIMESTAMP(6) WITH TIME ZONE', '2026-01-31 10:20:30.5+02:00', '2026-01-31 08:20:30.5+00'",
        "'TIMESTAMP(6) WITH LOCAL TIME ZONE', '2026-01-31 10:20:30.5+02:00', '2026-01-31 08:20:30.5+00'",
        "'INTERVAL YEAR(2) TO MONTH', '+01-02', '1 year 2 mons'",
        "'INTERVAL DAY(2) TO SECOND(6)', '-03 04:05:06.500000', '-3 days -04:05:06.5'",
        "'RAW(8)', '00ff7f', '00ff7f'",
        "'CLOB', 'short', 'short'",
        "'BLOB', '00ff7f', '00ff7f'"
    })
    void loadAndLogTellTheSame(String declaration, String value, String canonical) {
        try (ContractFixture fixture = new ContractFixture();
                Source source = fixture.open("task")) {
            fixture.oracle()
                    .createTable(
                            OracleTable.of(
                                            "HR",
                                            "SAMPLES",
                                            Column.of("ID", "NUMBER(9)").notNull(),
                                            Column.of("V", declaration))
                                    .withPrimaryKey("ID"),
                            true);
            TableSchema table =
                    source.tables(id -> id.table().equals("SAMPLES")).get(0);
            SourcePosition start = source.beginCapture(List.of(table), new CaptureStart.Now());
            try (OracleTransaction transaction = fixture.oracle().begin()) {
                transaction.insert("HR", "SAMPLES", List.of(List.of("1", value)));
                transaction.commit();
            }
            assertThat(loaded(source, table)).isEqualTo(canonical);
            assertThat(Reading.of(source, start, table).transactions())
                    .containsExactly(List.of("insert [1, " + canonical + "]"));
        }
    }

    private static @Nullable String loaded(Source source, TableSchema table) {
        try (Snapshot snapshot = source.openSnapshot(List.of(table), false)) {
            Chunk chunk = snapshot.plan(table, new ChunkPolicy.Planned(Long.MAX_VALUE))
                    .get(0);
            try (ChunkReader reader = snapshot.read(table, chunk)) {
                Row row = reader.next(1, 1).get(0);
                return TextRows.values(table, row).get(1);
            }
        }
    }
}
