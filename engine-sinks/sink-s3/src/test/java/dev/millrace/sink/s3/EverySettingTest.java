package dev.millrace.sink.s3;

import dev.millrace.sink.aws.AwsEndpoint;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.Finding;
import dev.millrace.spi.Secret;
import dev.millrace.spi.SslMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** All settings that DMS has for S3 (dms-reference §5.3): each is honoured and a test shows its effect, or somebody is told that it has none. */
class EverySettingTest {
    private static final Path TESTS = Path.of("src", "test", "java", "dev", "millrace", "sink", "s3");

    /** Name, a value other than the default, and the test of its effect. */
    @ParameterizedTest
    @CsvSource({
        "ServiceAccessRoleArn, arn:aws:iam::1:role/r, ../../../../../../../../sink-aws/src/test/java/dev/millrace/sink/aws/AwsEndpointTest#assumesTheRole",
        "BucketName, lake, FilesIT#failuresToConnectAreToldApart",
        "BucketFolder, raw, layout/TableFoldersTest#liesBelowTheBucketFolder",
        "DataFormat, parquet, FilesIT#rowsAndChangesMayBeParquet",
        "CompressionType, GZIP, FilesIT#filesMayBeCompressed",
        "CsvDelimiter, ;, csv/CsvRowsTest#delimitersAreTheUsers",
        "CsvRowDelimiter, ;, csv/CsvRowsTest#delimitersAreTheUsers",
        "CsvNullValue, none, csv/CsvRowsTest#anEmptyNullValueIsToldFromAnEmptyText",
        "Rfc4180, false, csv/CsvRowsTest#delimitersAreTheUsers",
        "AddColumnName, true, FilesIT#loadedRowsMayBeMarkedNamedAndDated",
        "UseCsvNoSupValue, false, csv/CsvRowsTest#aMissingValueMayHaveATextOfItsOwn",
        "CsvNoSupValue, ?, csv/CsvRowsTest#aMissingValueMayHaveATextOfItsOwn",
        "MaxFileSize, 1, FilesIT#aLargeLoadIsCutIntoFiles",
        "CdcMaxBatchInterval, 1, FilesIT#anIntervalOfTheLogEndsAFileAndHoldsTheCheckpointBack",
        "CdcMinFileSize, 1, FilesIT#aFileOfChangesEndsAtItsSize",
        "CdcInsertsOnly, true, FilesIT#onlyInsertsMayBeWritten",
        "CdcInsertsAndUpdates, true, file/RecordSettingsTest#marksAndLeavesOut",
        "IncludeOpForFullLoad, true, FilesIT#loadedRowsMayBeMarkedNamedAndDated",
        "TimestampColumnName, at, FilesIT#loadedRowsMayBeMarkedNamedAndDated",
        "UseTaskStartTimeForFullLoadTimestamp, true, FilesIT#loadedRowsMayShowTheTasksStart",
        "DatePartitionEnabled, true, FilesIT#changesLieInFoldersByDate",
        "DatePartitionSequence, YYYYMM, layout/DatePartitionTest#namesFoldersByTheirSequenceAndDelimiter",
        "DatePartitionDelimiter, DASH, layout/DatePartitionTest#namesFoldersByTheirSequenceAndDelimiter",
        "DatePartitionTimezone, Europe/Berlin, layout/DatePartitionTest#aZoneMayHaveAnotherDay",
        "EncryptionMode, SSE_S3, upload/ObjectSettingsTest#everyObjectIsEncryptedAndShared",
        "ServerSideEncryptionKmsKeyId, , upload/ObjectSettingsTest#everyObjectIsEncryptedAndShared",
        "CannedAclForObjects, PRIVATE, upload/ObjectSettingsTest#everyObjectIsEncryptedAndShared",
        "ExpectedBucketOwner, 123456789012, upload/ObjectSettingsTest#everyCallNamesTheOwner",
        "GlueCatalogGeneration, true, CatalogueIT#filesAreInTheCatalogueOnceTheyShow",
        "EncodingType, plain, parquet/ParquetSettingsTest#encodingTypeChoosesTheEncoding",
        "DictPageSizeLimit, 100, parquet/ParquetSettingsTest#aDictionaryThatIsTooLargeIsGivenUp",
        "DataPageSize, 100, parquet/ParquetSettingsTest#dataPageSizeEndsPages",
        "RowGroupLength, 100, parquet/ParquetSettingsTest#rowGroupLengthEndsRowGroups",
        "ParquetVersion, PARQUET_2_0, parquet/ParquetSettingsTest#parquetVersionIsThatOfTheFileAndItsPages",
        "EnableStatistics, false, parquet/ParquetSettingsTest#statisticsMayBeLeftOut",
        "ParquetTimestampInMillisecond, true, parquet/ParquetSettingsTest#timestampsMayBeInMilliseconds"
    })
    void isHonouredAndTested(String name, String value, String test) throws IOException {
        EndpointSettings settings = given(name, value == null ? "" : value);
        S3Settings read = S3Settings.of(settings);
        AwsEndpoint.of(endpoint(settings)).close();

        assertThat(settings.unasked()).isEmpty();
        assertThat(read.unbuilt()).isEmpty();
        String[] place = test.split("#", 2);
        assertThat(TESTS.resolve(place[0] + ".java"))
                .content()
                .containsPattern("@(Parameterized)?Test\\b[^;]*\\bvoid " + place[1] + "\\(");
    }

    /** The report at the start of a task names what nobody has asked for. */
    @ParameterizedTest
    @CsvSource({"CdcPath, changes", "IgnoreHeaderRows, 1", "ExternalTableDefinition, {}"})
    void isToldToHaveNoEffectByTheReport(String name, String value) {
        EndpointSettings settings = given(name, value);
        S3Settings.of(settings);
        AwsEndpoint.of(endpoint(settings)).close();

        assertThat(settings.unasked()).containsExactly(name);
    }

    @Test
    void isToldToHaveNoEffectWithAReason() {
        assertThat(S3Settings.of(given("AddTrailingPaddingCharacter", "true")).unbuilt())
                .singleElement()
                .extracting(Finding::problem)
                .asString()
                .contains("AddTrailingPaddingCharacter", ":");
    }

    /** It means something only together with another. */
    @Test
    void theOrderOfTransactionsHasAFolder() throws IOException {
        EndpointSettings settings = given("PreserveTransactions", "true", "CdcPath", "changes");
        S3Settings read = S3Settings.of(settings);
        AwsEndpoint.of(endpoint(settings)).close();

        assertThat(settings.unasked()).isEmpty();
        assertThat(read.unbuilt()).isEmpty();
        assertThat(TESTS.resolve("FilesIT.java")).content().contains("void changesOfAllTablesMayShareFiles(");
    }

    private static EndpointSettings given(String... namesAndValues) {
        Map<String, String> all = new HashMap<>(Map.of("BucketName", "lake", "Region", "eu-central-1"));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            all.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new EndpointSettings(all);
    }

    private static Endpoint endpoint(EndpointSettings settings) {
        return new Endpoint("s3", "", 0, "", "key", new Secret("secret"), SslMode.NONE, null, settings);
    }
}
