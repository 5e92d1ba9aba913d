package dev.millrace.sink.s3.parquet;

import dev.millrace.error.ErrorCode;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.s3.file.FileBody;
import dev.millrace.spi.EndpointSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.millrace.testing.contract.Failures.failsWith;
import static dev.millrace.testing.contract.TextRows.row;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** What each setting of Parquet does to a file, as DuckDB tells it. */
class ParquetSettingsTest {
    private static final int ROWS = 25_000;
    private static final int COLORS = 7;
    private static final TableSchema TABLE = TableSchema.builder(new TableId("s", "t"), EngineFamily.POSTGRES)
            .columns(List.of(
                    ColumnSchema.of("id", DataType.of(Kind.INT4), "integer"),
                    ColumnSchema.of("color", DataType.of(Kind.CLOB), "text"),
                    ColumnSchema.of("made_at", DataType.ofScale(Kind.DATETIME, 6), "timestamp"),
                    ColumnSchema.of("real", DataType.of(Kind.REAL8), "float8")))
            .build();

    private static final List<Row> SOME = some();

    @TempDir
    private Path folder;

    private @Nullable ParquetFiles files;

    @BeforeEach
    void open() throws SQLException {
        files = new ParquetFiles(folder.resolve("file.parquet"));
    }

    @AfterEach
    void close() throws SQLException {
        files().close();
    }

    @Test
    void defaultsAreThoseOfDms() {
        assertThat(ParquetSettings.of(EndpointSettings.none()))
                .isEqualTo(new ParquetSettings(
                        1, ParquetSettings.EncodingType.RLE_DICTIONARY, 1 << 20, 10_000, 1 << 20, true, false));
    }

    @ParameterizedTest
    @CsvSource({
        "EncodingType, delta, plain-dictionary",
        "ParquetVersion, PARQUET_3_0, PARQUET_2_0",
        "RowGroupLength, 0, 1 to",
        "DataPageSize, 0, 1 to",
        "DictPageSizeLimit, 0, 1 to",
        "EnableStatistics, maybe, true or false"
    })
    void othersAreRefused(String name, String value, String told) {
        assertThat(failsWith(
                        ErrorCode.SETTING_INVALID, () -> ParquetSettings.of(new EndpointSettings(Map.of(name, value)))))
                .hasMessageContaining(told);
    }

    @Test
    void rowGroupLengthEndsRowGroups() throws Exception {
        write(Map.of(), false);
        assertThat(
                        files().query(
                                        "SELECT DISTINCT row_group_id, row_group_num_rows FROM parquet_metadata(%s) ORDER BY 1"))
                .containsExactly(List.of("0", "10000"), List.of("1", "10000"), List.of("2", "5000"));
        write(Map.of("RowGroupLength", "20000"), false);
        assertThat(files().query("SELECT count(*), count(DISTINCT row_group_id) FROM parquet_metadata(%s)"))
                .containsExactly(List.of("10", "2"));
        assertThat(files().query("SELECT count(*), sum(id), min(made_at), max(made_at) FROM %s"))
                .containsExactly(List.of(
                        "" + ROWS,
                        "" + (long) ROWS * (ROWS - 1) / 2,
                        "2026-11-22 10:00:01.123456",
                        "2026-11-22 10:00:59.123456"));
    }

    @Test
    void wideRowsEndRowGroupsBeforeTheyFillTheMemory() throws Exception {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            rows.add(row(TABLE, "" + i, (i + "x").repeat(300_000), null, null));
        }
        FileBody body = files().write(Map.of("EncodingType", "plain"), false, TABLE, rows);
        assertThat(body.bytes()).isGreaterThan(40 << 20);
        assertThat(Integer.parseInt(only("SELECT count(DISTINCT row_group_id) FROM parquet_metadata(%s)")))
                .isBetween(2, 30);
        assertThat(only("SELECT count(DISTINCT color) FROM %s")).isEqualTo("60");
    }

    @Test
    void encodingTypeChoosesTheEncoding() throws Exception {
        assertThat(encodings("plain", "PARQUET_1_0")).contains("PLAIN").doesNotContain("DICTIONARY");
        assertThat(encodings("plain", "PARQUET_2_0")).contains("PLAIN").doesNotContain("DICTIONARY");
        assertThat(encodings("plain-dictionary", "PARQUET_1_0")).contains("PLAIN_DICTIONARY");
        assertThat(encodings("plain-dictionary", "PARQUET_2_0")).contains("PLAIN_DICTIONARY");
        assertThat(encodings("rle-dictionary", "PARQUET_1_0")).contains("RLE_DICTIONARY");
        assertThat(encodings("rle-dictionary", "PARQUET_2_0")).contains("RLE_DICTIONARY");
    }

    private String encodings(String type, String version) throws Exception {
        write(Map.of("EncodingType", type, "ParquetVersion", version), false);
        return String.valueOf(
                only("SELECT DISTINCT encodings FROM parquet_metadata(%s) WHERE path_in_schema = 'color'"));
    }

    @Test
    void aDictionaryThatIsTooLargeIsGivenUp() throws Exception {
        String offset =
                "SELECT max(coalesce(dictionary_page_offset, 0)) > 0 FROM parquet_metadata(%s) WHERE path_in_schema = 'color'";
        write(Map.of(), false);
        assertThat(only(offset)).isEqualTo("true");
        write(Map.of("DictPageSizeLimit", "8"), false);
        assertThat(only(offset)).isEqualTo("false");
        assertThat(only("SELECT count(DISTINCT color) FROM %s")).isEqualTo("" + COLORS);
    }

    /** More pages mean more headers. */
    @Test
    void dataPageSizeEndsPages() throws Exception {
        write(Map.of("EncodingType", "plain"), false);
        long large = size("id");
        write(Map.of("EncodingType", "plain", "DataPageSize", "1000"), false);
        long small = size("id");
        assertThat(large).isBetween(4L * ROWS, 4L * ROWS + 600);
        assertThat(small).isGreaterThan(large + 1000);
    }

    private long size(String column) throws SQLException {
        return Long.parseLong(only(
                "SELECT sum(total_compressed_size) FROM parquet_metadata(%s) WHERE path_in_schema = '" + column + "'"));
    }

    @Test
    void parquetVersionIsThatOfTheFileAndItsPages() throws Exception {
        write(Map.of(), false);
        assertThat(only("SELECT format_version FROM parquet_file_metadata(%s)")).isEqualTo("1");
        long levelsInPage = size("color");
        write(Map.of("ParquetVersion", "PARQUET_2_0"), false);
        assertThat(only("SELECT format_version FROM parquet_file_metadata(%s)")).isEqualTo("2");
        assertThat(size("color")).isNotEqualTo(levelsInPage);
    }

    @Test
    void statisticsMayBeLeftOut() throws Exception {
        String query = "SELECT stats_min_value, stats_max_value, stats_null_count, stats_distinct_count"
                + " FROM parquet_metadata(%s) WHERE path_in_schema = 'color' AND row_group_id = 0";
        write(Map.of(), false);
        assertThat(files().query(query)).containsExactly(List.of("color 0", "color 6", "0", "" + COLORS));
        assertThat(files().query(query.replace("'color'", "'made_at'")
                        .replace("stats_min_value, stats_max_value, ", "")))
                .containsExactly(List.of("1000", "54"));
        write(Map.of("EnableStatistics", "false"), false);
        assertThat(files().query(query).get(0)).containsOnlyNulls();
    }

    /** No reader may pass over a row group because of a value that has no place in the order. */
    @Test
    void aValueThatIsNoNumberLeavesNoBounds() throws Exception {
        List<Row> rows = List.of(
                row(TABLE, "1", null, null, "1.5"),
                row(TABLE, "2", null, null, "NaN"),
                row(TABLE, "3", null, null, "0"));
        files().write(Map.of(), false, TABLE, rows);
        assertThat(
                        files().query(
                                        "SELECT stats_min_value, stats_max_value FROM parquet_metadata(%s) WHERE path_in_schema = 'real'"))
                .isSubsetOf(List.of(Arrays.asList(null, null), List.of("0.0", "1.5"), List.of("-0.0", "1.5")));
        assertThat(files().query("SELECT id FROM %s WHERE real <= 0.5")).containsExactly(List.of("3"));
        assertThat(files().query("SELECT id FROM %s WHERE isnan(real)")).containsExactly(List.of("2"));
    }

    @Test
    void timestampsMayBeInMilliseconds() throws Exception {
        write(Map.of(), false);
        assertThat(only("SELECT max(made_at) FROM %s")).isEqualTo("2026-11-22 10:00:59.123456");
        write(Map.of("ParquetTimestampInMillisecond", "true"), false);
        assertThat(only("SELECT max(made_at) FROM %s")).isEqualTo("2026-11-22 10:00:59.123");
        assertThat(only("SELECT logical_type FROM parquet_schema(%s) WHERE name = 'made_at'"))
                .contains("MILLIS");
    }

    @Test
    void pagesAreCompressedByGzip() throws Exception {
        write(Map.of("EncodingType", "plain"), false);
        long plain = Files.size(folder.resolve("file.parquet"));
        assertThat(only("SELECT DISTINCT compression FROM parquet_metadata(%s)"))
                .isEqualTo("UNCOMPRESSED");
        write(Map.of("EncodingType", "plain"), true);
        assertThat(only("SELECT DISTINCT compression FROM parquet_metadata(%s)"))
                .isEqualTo("GZIP");
        assertThat(Files.size(folder.resolve("file.parquet"))).isLessThan(plain / 2);
    }

    @Test
    void equalRowsMakeEqualBytes() throws Exception {
        write(Map.of(), true);
        byte[] first = Files.readAllBytes(folder.resolve("file.parquet"));
        write(Map.of(), true);
        assertThat(Files.readAllBytes(folder.resolve("file.parquet"))).isEqualTo(first);
    }

    private void write(Map<String, String> settings, boolean gzip) throws Exception {
        files().write(settings, gzip, TABLE, SOME);
    }

    private static List<Row> some() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            String at = i % 10 == 0 ? null : String.format("2026-11-22 10:00:%02d.123456", i % 60);
            rows.add(row(TABLE, "" + i, "color " + i % COLORS, at, i + ".5"));
        }
        return rows;
    }

    private @Nullable String only(String sql) throws SQLException {
        List<List<@Nullable String>> rows = files().query(sql);
        assertThat(rows).hasSize(1);
        return rows.get(0).get(0);
    }

    private ParquetFiles files() {
        return requireNonNull(files);
    }
}
