package dev.millrace.sink.s3;

import dev.millrace.error.ErrorCode;
import dev.millrace.sink.s3.csv.CsvFormat;
import dev.millrace.sink.s3.csv.CsvSettings;
import dev.millrace.sink.s3.parquet.ParquetFormat;
import dev.millrace.sink.s3.parquet.ParquetSettings;
import dev.millrace.sink.s3.upload.ObjectSettings;
import dev.millrace.spi.EndpointSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

class S3SettingsTest {

    @Test
    void defaultsAreThoseOfDms() {
        S3Settings settings = settings(Map.of());
        assertThat(settings.format())
                .isEqualTo(new CsvFormat(new CsvSettings(",", "\n", "NULL", true, false, null), false));
        assertThat(settings.rolling().largest()).isEqualTo(32_000L * 1024);
        assertThat(settings.rolling().oldest()).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.largestLoadFile()).isEqualTo(1_048_576L * 1024);
        assertThat(settings.showsTaskStart()).isFalse();
        assertThat(settings.objects()).isEqualTo(ObjectSettings.NONE);
        assertThat(settings.folders().root()).isEmpty();
        assertThat(settings.unbuilt()).isEmpty();
    }

    @Test
    void objectsMayBeEncryptedSharedAndGuarded() {
        ObjectSettings objects = settings(Map.of(
                        "EncryptionMode", "SSE_KMS",
                        "ServerSideEncryptionKmsKeyId", "key",
                        "CannedAclForObjects", "BUCKET_OWNER_FULL_CONTROL",
                        "ExpectedBucketOwner", "123456789012"))
                .objects();
        assertThat(objects)
                .isEqualTo(new ObjectSettings(
                        "123456789012",
                        ServerSideEncryption.AWS_KMS,
                        "key",
                        ObjectCannedACL.BUCKET_OWNER_FULL_CONTROL));
        assertThat(settings(Map.of("EncryptionMode", "sse-s3", "CannedAclForObjects", "none"))
                        .objects())
                .isEqualTo(new ObjectSettings(null, ServerSideEncryption.AES256, null, null));
    }

    @Test
    void parquetIsAsked() {
        assertThat(settings(Map.of("DataFormat", "parquet", "CompressionType", "gzip"))
                        .format())
                .isEqualTo(new ParquetFormat(ParquetSettings.of(EndpointSettings.none()), true));
    }

    @Test
    void settingsOfParquetMeanNothingForCsvAndAreNoNews() {
        Map<String, String> given = new HashMap<>(Map.of("BucketName", "lake", "ParquetVersion", "PARQUET_2_0"));
        given.put("EnableStatistics", "false");
        given.put("CdcPath", "changes");
        EndpointSettings settings = new EndpointSettings(given);
        S3Settings.of(settings);
        assertThat(settings.unasked()).containsExactly("CdcPath");
    }

    @ParameterizedTest
    @CsvSource({
        "DataFormat, orc, csv or parquet",
        "PreserveTransactions, true, CdcPath is missing",
        "CompressionType, ZSTD, NONE or GZIP",
        "MaxFileSize, 0, 1 to 1048576",
        "EncryptionMode, SSE_C, SSE_S3 or SSE_KMS",
        "ServerSideEncryptionKmsKeyId, key, EncryptionMode is not SSE_KMS",
        "CannedAclForObjects, EVERYBODY, bucket-owner-read",
        "UseCsvNoSupValue, true, CsvNoSupValue is not given"
    })
    void whatCannotBeRunIsRefused(String name, String value, String told) {
        assertThat(failsWith(ErrorCode.SETTING_INVALID, () -> settings(Map.of(name, value))))
                .hasMessageContaining(told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DatePartitionEnabled", "AddColumnName", "GlueCatalogGeneration"})
    void filesOfAllTablesHaveNeitherDatesNorHeaders(String name) {
        Map<String, String> given = Map.of("PreserveTransactions", "true", "CdcPath", "changes", name, "true");
        assertThat(failsWith(ErrorCode.SETTING_INVALID, () -> settings(given))).hasMessageContaining(name);
    }

    @ParameterizedTest
    @CsvSource({
        "CsvDelimiter, ||, CsvDelimiter has 2 characters",
        "CsvRowDelimiter, ;, CsvRowDelimiter is no end of a line"
    })
    void readersOfTheCatalogueMustBeAbleToReadTheFiles(String name, String value, String told) {
        Map<String, String> given = new HashMap<>(Map.of("GlueCatalogGeneration", "true", name, value));
        assertThat(failsWith(ErrorCode.SETTING_INVALID, () -> settings(given))).hasMessageContaining(told);
        given.put("DataFormat", "parquet");
        assertThat(settings(given).catalogued()).isTrue();
    }

    /** Loaded and changed rows have the same fields; a task without a load may leave the setting out. */
    @Test
    void loadedRowsInTheCatalogueAreMarked() {
        Map<String, String> given = new HashMap<>(Map.of("GlueCatalogGeneration", "true"));
        assertThat(failsWith(ErrorCode.SETTING_INVALID, () -> settings(given).refuseLoadOutOfCatalogue()))
                .hasMessageContaining("IncludeOpForFullLoad");
        assertThat(settings(given).loadFindings()).hasSize(1);
        given.put("IncludeOpForFullLoad", "true");
        settings(given).refuseLoadOutOfCatalogue();
        assertThat(settings(given).loadFindings()).isEmpty();
        given.putAll(Map.of("IncludeOpForFullLoad", "false", "DataFormat", "parquet"));
        settings(given).refuseLoadOutOfCatalogue();
    }

    @Test
    void aBucketIsNeeded() {
        assertThat(failsWith(ErrorCode.SETTING_INVALID, () -> S3Settings.of(EndpointSettings.none())))
                .hasMessageContaining("BucketName");
    }

    private static S3Settings settings(Map<String, String> given) {
        Map<String, String> all = new HashMap<>(given);
        all.put("BucketName", "lake");
        return S3Settings.of(new EndpointSettings(all));
    }
}
