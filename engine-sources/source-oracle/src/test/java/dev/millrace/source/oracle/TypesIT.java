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
        "'BLOB', '00ff7f', '00ff7f'",
        "'NUMBER(5,-2)', '1234500', '1234500'",
        "'NUMBER(2,-38)', '9900000000000000000000000000000000000000', '9900000000000000000000000000000000000000'",
        "'NCHAR(5)', 'Grüß', 'Grüß'",
        "'NCLOB', 'O''Neil', 'O''Neil'",
        "'XMLTYPE', '<a>O''Neil &amp; Grüße</a>', '<a>O''Neil &amp; Grüße</a>'",
        "'ROWID', 'AAAR3sAAEAAAACXAAA', 'AAAR3sAAEAAAACXAAA'",
        "'UROWID', '*BAGAAKEBAgP+', '*BAGAAKEBAgP+'"
    })
    void loadAndLogTellTheSame(String declaration, String value, String canonical) {
        assertToldAlike(declaration, value, canonical);
    }

    /** The log has them in pieces. */
    @ParameterizedTest
    @CsvSource({"CLOB, O'Neil ", "NCLOB, Grüße 日本 ", "BLOB, 00ff7f", "XMLTYPE, <a>O'Neil</a>"})
    void longValuesComeWhole(String declaration, String part) {
        String value = part.repeat(2_000);
        assertToldAlike(declaration, value, value);
    }

    /** Debezium takes an empty value of a column that may be NULL for NULL, so the load does so, too. */
    @ParameterizedTest
    @CsvSource({
        "CLOB, EMPTY_CLOB(), NULL",
        "NCLOB, EMPTY_CLOB(), NULL",
        "BLOB, EMPTY_BLOB(), NULL",
        "CLOB NOT NULL, EMPTY_CLOB(), ''",
        "BLOB NOT NULL, EMPTY_BLOB(), ''"
    })
    void emptyValuesAreNullWhereTheColumnMayBeNull(String declaration, String value, String canonical) {
        assertToldAlike(declaration, value, canonical.equals("NULL") ? null : canonical);
    }

    @ParameterizedTest
    @CsvSource({"LONG, of old", "LONG RAW, 00ff7f"})
    void valuesThatTheLogDoesNotTellAreLoaded(String declaration, String value) {
        try (ContractFixture fixture = new ContractFixture();
                Source source = fixture.open("task")) {
            TableSchema table = samples(fixture, source, declaration);
            insert(fixture, value);
            assertThat(loaded(source, table)).isEqualTo(value);
        }
    }

    private static TableSchema samples(ContractFixture fixture, Source source, String declaration) {
        boolean required = declaration.endsWith(" NOT NULL");
        Column column = Column.of("V", declaration.replace(" NOT NULL", ""));
        fixture.oracle()
                .createTable(
                        OracleTable.of(
                                        "HR",
                                        "SAMPLES",
                                        Column.of("ID", "NUMBER(9)").notNull(),
                                        required ? column.notNull() : column)
                                .withPrimaryKey("ID"),
                        true);
        return source.tables(id -> id.table().equals("SAMPLES")).get(0);
    }

    private static void insert(ContractFixture fixture, String value) {
        try (OracleTransaction transaction = fixture.oracle().begin()) {
            transaction.insert("HR", "SAMPLES", List.of(List.of("1", value)));
            transaction.commit();
        }
    }

    private static void assertToldAlike(String declaration, String value, @Nullable String canonical) {
        try (ContractFixture fixture = new ContractFixture();
                Source source = fixture.open("task")) {
            TableSchema table = samples(fixture, source, declaration);
            SourcePosition start = source.beginCapture(List.of(table), new CaptureStart.Now());
            insert(fixture, value);
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
