package dev.millrace.sink.s3.change;

import com.sun.net.httpserver.Headers;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.model.TransactionHeader;
import dev.millrace.sink.s3.csv.CsvFormat;
import dev.millrace.sink.s3.csv.CsvSettings;
import dev.millrace.sink.s3.file.RecordSettings;
import dev.millrace.sink.s3.layout.DatePartition;
import dev.millrace.sink.s3.layout.TableFolders;
import dev.millrace.sink.s3.upload.HearingServer;
import dev.millrace.sink.s3.upload.ObjectStore;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.LoggedChange;
import dev.millrace.spi.sink.LoggedChange.Operation;
import dev.millrace.testing.contract.TextRows;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Files of changes have the tags of their table; those that tables share have none. */
class TaggedFilesTest {
    private static final CsvFormat CSV = new CsvFormat(CsvSettings.of(EndpointSettings.none()), false);
    private static final RecordSettings RECORDS = new RecordSettings(false, false, false, null);
    private static final TableSchema TABLE = TableSchema.builder(new TableId("app", "items"), EngineFamily.POSTGRES)
            .column(ColumnSchema.of("note", DataType.of(DataType.Kind.CLOB), "text"))
            .objectTags(Map.of("department of", "a&b"))
            .build();

    private record Place(String encode) implements SourcePosition {
        @Override
        public boolean covers(SourcePosition other) {
            return encode.equals(other.encode());
        }
    }

    @Test
    void aTablesFilesHaveItsTags() throws IOException {
        try (HearingServer server = new HearingServer();
                ObjectStore store = server.store(Map.of())) {
            write(new FilesOfTables(store, TableFolders.below(""), CSV, RECORDS, DatePartition.NONE));
            List<Headers> heard = server.heard();
            assertThat(heard).hasSize(2);
            assertThat(heard.get(0).getFirst("x-amz-tagging")).isEqualTo("department%20of=a%26b");
            assertThat(heard.get(1)).doesNotContainKey("X-amz-tagging");
        }
    }

    @Test
    void filesOfAllTablesHaveNone() throws IOException {
        try (HearingServer server = new HearingServer();
                ObjectStore store = server.store(Map.of())) {
            write(new FilesOfTransactions(store, "changes/", CSV, RECORDS, ZoneOffset.UTC));
            assertThat(server.heard()).hasSize(2).noneMatch(request -> request.containsKey("X-amz-tagging"));
        }
    }

    private static void write(ChangeFiles files) {
        TransactionHeader transaction = new TransactionHeader("t", new Place("1"), Instant.EPOCH);
        LoggedChange change = new LoggedChange(
                transaction, TABLE.id(), TABLE, Operation.INSERT, null, TextRows.row(TABLE, "text"), 1, 1);
        ChangeFile file = files.open(change, "name", new Fence(1));
        file.append(change, new ByteBuilder());
        file.file().finish();
    }
}
