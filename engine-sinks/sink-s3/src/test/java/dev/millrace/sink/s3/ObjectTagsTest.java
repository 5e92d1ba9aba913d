package dev.millrace.sink.s3;

import dev.millrace.error.ErrorCode;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.s3.csv.CsvFormat;
import dev.millrace.sink.s3.csv.CsvSettings;
import dev.millrace.sink.s3.file.RecordSettings;
import dev.millrace.sink.s3.upload.HearingServer;
import dev.millrace.sink.s3.upload.ObjectStore;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.Finding;
import dev.millrace.spi.Secret;
import dev.millrace.spi.SslMode;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.LoadWriter;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import dev.millrace.testing.contract.TextRows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

/** Files of loaded rows have the tags that rules give to their table. */
class ObjectTagsTest {

    @Test
    void filesOfALoadHaveTheTagsOfTheirTable() throws IOException {
        TableSchema tagged = table("items", Map.of("table", "items"));
        try (HearingServer server = new HearingServer();
                Sink sink = open(server);
                LoadWriter load = sink.openLoadWriter(tagged, new Fence(7))) {
            load.write(List.of(TextRows.row(tagged, "text")));
            // the stand-in keeps no state of a task
            failsWith(
                    ErrorCode.CHECKPOINT_UNUSABLE, () -> load.commit(tagged.id(), 0, new ChunkDone(1, "low", "high")));

            assertThat(server.heard())
                    .filteredOn(request -> request.containsKey("X-amz-tagging"))
                    .singleElement()
                    .extracting(request -> request.getFirst("x-amz-tagging"))
                    .isEqualTo("table=items");
        }
    }

    @Test
    void tagsThatTheServerWouldRefuseAreToldBefore() throws IOException {
        try (HearingServer server = new HearingServer();
                ObjectStore store = server.store(Map.of())) {
            S3Assessment assessment = new S3Assessment(
                    store,
                    "probe",
                    new CsvFormat(CsvSettings.of(EndpointSettings.none()), false),
                    new RecordSettings(false, false, false, null));
            Map<String, String> many = new HashMap<>();
            for (int i = 0; i <= 10; i++) {
                many.put("k" + i, "");
            }
            List<TableSchema> tables = List.of(
                    table("fits", Map.of("k".repeat(128), "v".repeat(256))),
                    table("key", Map.of("k".repeat(129), "")),
                    table("value", Map.of("k", "v".repeat(257))),
                    table("many", many));

            assertThat(assessment.check(tables))
                    .filteredOn(finding -> finding.code() == ErrorCode.MAPPING_INVALID)
                    .extracting(Finding::problem)
                    .satisfiesExactly(
                            problem -> assertThat(problem).contains("app.key"),
                            problem -> assertThat(problem).contains("app.value"),
                            problem -> assertThat(problem).contains("app.many"));
        }
    }

    private static TableSchema table(String name, Map<String, String> tags) {
        return TableSchema.builder(new TableId("app", name), EngineFamily.POSTGRES)
                .column(ColumnSchema.of("note", DataType.of(DataType.Kind.CLOB), "text"))
                .objectTags(tags)
                .build();
    }

    private static Sink open(HearingServer server) {
        Map<String, String> settings = Map.of("BucketName", "lake", "EndpointUrl", server.url());
        Endpoint endpoint = new Endpoint(
                "s3", "", 0, "", "key", new Secret("secret"), SslMode.NONE, null, new EndpointSettings(settings));
        return new S3SinkFactory()
                .open(endpoint, new TaskContext("task", "", Clock.systemUTC(), Path.of("target", "state")));
    }
}
