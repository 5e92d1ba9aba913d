package dev.millrace.sink.s3.catalog;

import dev.millrace.error.ErrorCode;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.aws.AwsEndpoint;
import dev.millrace.sink.s3.csv.CsvFormat;
import dev.millrace.sink.s3.csv.CsvSettings;
import dev.millrace.sink.s3.file.FileFormat;
import dev.millrace.sink.s3.file.RecordSettings;
import dev.millrace.sink.s3.layout.TableFolders;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.Finding;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

class GlueCatalogueTest {
    private static final TableId ID = new TableId("App", "Items");
    private static final String NAME = "app.items";
    private static final String FOLDER = "raw/App/Items/";

    private final List<String> objects = new ArrayList<>();
    private GlueServer server;
    private Catalogue catalogue;

    @BeforeEach
    void open() throws IOException {
        server = new GlueServer();
        catalogue = catalogue(true);
    }

    @AfterEach
    void close() {
        catalogue.close();
        server.close();
    }

    @Test
    void aTableIsMadeWithItsFirstFile() {
        catalogue.use(table("Id"));
        assertThat(server.calls()).isEmpty();
        show("2026/11/22/1.csv");

        assertThat(server.changes()).containsExactly("CreateDatabase", "CreateTable", "BatchCreatePartition");
        assertThat(server.table(NAME).path("TableType").asText()).isEqualTo("EXTERNAL_TABLE");
        assertThat(server.table(NAME).at("/StorageDescriptor/Location").asText())
                .isEqualTo("s3://lake/raw/App/Items/");
        assertThat(server.columns(NAME)).containsExactly("op string", "at string", "id string");
        assertThat(server.locations(NAME)).containsExactly("s3://lake/raw/App/Items/2026/11/22/");
    }

    @Test
    void nothingIsAskedForTwice() {
        catalogue.use(table("id"));
        show("2026/11/22/1.csv");
        server.calls();
        show("2026/11/22/2.csv");
        assertThat(server.calls()).isEmpty();
        show("2026/11/23/1.csv", "load/p0/LOAD00000001.csv", "load/LOAD00000002.csv");
        assertThat(server.calls()).containsExactly("BatchCreatePartition");
        assertThat(server.locations(NAME))
                .containsExactly(
                        "s3://lake/raw/App/Items/2026/11/22/",
                        "s3://lake/raw/App/Items/2026/11/23/",
                        "s3://lake/raw/App/Items/load/");
    }

    @Test
    void aChangedShapeIsTold() {
        catalogue.use(table("id"));
        show("2026/11/22/1.csv", "2026/11/21/1.csv");
        catalogue.use(table("id", "note"));
        server.changes();
        show("2026/11/22/2.csv");

        assertThat(server.changes()).containsExactly("UpdateTable", "BatchCreatePartition", "UpdatePartition");
        assertThat(server.columns(NAME)).containsExactly("op string", "at string", "id string", "note string");
        assertThat(server.partitionColumns(NAME, "2026/11/22")).contains("note string");
        assertThat(server.partitionColumns(NAME, "2026/11/21")).doesNotContain("note string");
    }

    /** What was killed between the commit of files and the catalogue, or is older than the catalogue, is made up for. */
    @Test
    void anotherInstanceMakesUpForWhatIsMissing() {
        catalogue.use(table("id"));
        show("2026/11/22/1.csv");
        IntStream.range(0, 150).forEach(day -> objects.add(FOLDER + "2027/" + day + "/1.csv"));
        objects.add(FOLDER + "LOAD00000001.csv");
        server.changes();
        try (Catalogue next = catalogue(true)) {
            next.use(table("id"));
            next.show(List.of(FOLDER + "2026/11/22/1.csv"));
        }
        assertThat(server.changes())
                .containsExactly(
                        "BatchCreatePartition", "BatchCreatePartition", "BatchCreatePartition", "UpdatePartition");
        assertThat(server.locations(NAME)).hasSize(151);
    }

    @Test
    void withoutDatesThereAreNoPartitions() {
        try (Catalogue plain = catalogue(false)) {
            plain.use(table("id"));
            plain.show(List.of(FOLDER + "LOAD00000001.csv", FOLDER + "p0/LOAD00000002.csv"));
        }
        assertThat(server.changes()).containsExactly("CreateDatabase", "CreateTable");
        assertThat(server.table(NAME).path("PartitionKeys")).isEmpty();
    }

    @Test
    void othersTablesAreLeftAlone() {
        server.put("app", "items", "s3://elsewhere/items");
        catalogue.use(table("id"));
        assertThat(failsWith(ErrorCode.TARGET_SETTING_WRONG, () -> show("2026/11/22/1.csv")))
                .hasMessageContaining("app.items")
                .hasMessageContaining("s3://lake/raw/App/Items/");
        catalogue.drop(ID);
        assertThat(server.changes()).isEmpty();
    }

    @Test
    void otherPartitionKeysAreTold() {
        server.put("app", "items", "s3://lake/raw/App/Items");
        catalogue.use(table("id"));
        assertThat(failsWith(ErrorCode.TARGET_SETTING_WRONG, () -> show("2026/11/22/1.csv")))
                .hasMessageContaining("partition keys");
    }

    @Test
    void whatOthersHaveNotedStays() {
        server.put("app", "items", "s3://lake/raw/App/Items");
        try (Catalogue plain = catalogue(false)) {
            plain.use(table("id"));
            plain.show(List.of(FOLDER + "1.csv"));
        }
        assertThat(server.changes()).containsExactly("UpdateTable");
        assertThat(server.table(NAME).at("/Parameters/note").asText()).isEqualTo("theirs");
        assertThat(server.table(NAME).at("/Parameters/classification").asText()).isEqualTo("csv");
    }

    @Test
    void aDroppedTableGoesAndComesAnew() {
        catalogue.use(table("id"));
        catalogue.drop(ID);
        show("2026/11/22/1.csv");
        server.changes();
        catalogue.drop(ID);
        assertThat(server.changes()).containsExactly("DeleteTable");
        show("2026/11/22/1.csv");
        assertThat(server.changes()).containsExactly("CreateTable", "BatchCreatePartition");
    }

    @ParameterizedTest
    @CsvSource({
        "CreateTable, AccessDeniedException, TARGET_GRANT_MISSING",
        "BatchCreatePartition, InternalServiceException, TARGET_CONNECTION_LOST",
        "CreateDatabase, ConcurrentModificationException, TARGET_CONNECTION_LOST",
        "GetTable, InvalidInputException, TARGET_SETTING_WRONG"
    })
    void failuresAreToldAndMadeUpFor(String call, String type, ErrorCode code) {
        catalogue.use(table("id"));
        server.fail(call, type);
        assertThat(failsWith(code, () -> show("2026/11/22/1.csv"))).hasMessageContaining("in the catalogue of Glue");
        server.fail("", "");
        show("2026/11/22/1.csv");
        assertThat(server.locations(NAME)).hasSize(1);
    }

    @Test
    void aCheckAsksWhetherItIsLetIn() {
        assertThat(catalogue.check(List.of(table("id")))).isEmpty();
        server.fail("GetDatabase", "AccessDeniedException");
        failsWith(ErrorCode.TARGET_GRANT_MISSING, () -> catalogue.check(List.of(table("id"))));
    }

    @Test
    void namesThatWouldFallTogetherAreFound() {
        TableSchema other =
                table("id").toBuilder().id(new TableId("app", "ITEMS")).build();
        assertThat(catalogue.check(List.of(table("id"), other)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.problem()).contains("app.items"));
        assertThat(catalogue.check(List.of(table("note", "Note", "OP", "Folder"))))
                .extracting(Finding::problem)
                .hasSize(3)
                .anySatisfy(problem -> assertThat(problem).contains("two columns note"))
                .anySatisfy(problem -> assertThat(problem).contains("two columns op"))
                .anySatisfy(problem -> assertThat(problem).contains("two columns folder"));
    }

    private void show(String... files) {
        List<String> keys = Arrays.stream(files).map(file -> FOLDER + file).toList();
        objects.addAll(keys);
        catalogue.show(keys);
    }

    private Catalogue catalogue(boolean partitioned) {
        AwsEndpoint service = new AwsEndpoint(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")),
                Region.US_EAST_1,
                Optional.of(URI.create(server.url())));
        FileFormat csv = new CsvFormat(CsvSettings.of(EndpointSettings.none()), false);
        CatalogueLayout layout = new CatalogueLayout(
                "lake", TableFolders.below("raw"), csv, new RecordSettings(true, false, false, "at"), partitioned);
        return GlueCatalogue.of(
                service,
                layout,
                prefix -> objects.stream().filter(key -> key.startsWith(prefix)).toList());
    }

    private static TableSchema table(String... columns) {
        return TableSchema.builder(ID, EngineFamily.POSTGRES)
                .columns(Arrays.stream(columns)
                        .map(name -> ColumnSchema.of(name, DataType.of(Kind.INT4), "integer"))
                        .toList())
                .build();
    }
}
