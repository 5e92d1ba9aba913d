package dev.millrace.sink.dynamodb.write;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.dynamodb.call.DynamoCalls;
import dev.millrace.sink.dynamodb.call.SentRequests;
import dev.millrace.sink.dynamodb.item.ItemJson;
import dev.millrace.sink.dynamodb.item.ItemLayout;
import dev.millrace.testing.contract.TextRows;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests that the sink writes itself are those that the SDK would write. */
class PutBatchTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SentRequests SENT = new SentRequests();
    private static final DynamoDbClient CLIENT = SENT.client();
    private static final DynamoCalls CALLS = new DynamoCalls(CLIENT, 1, Duration.ZERO);
    private static final TableSchema TABLE = TableSchema.builder(new TableId("app", "goods.new"), EngineFamily.POSTGRES)
            .columns(List.of(
                    column("id", Kind.INT4).notNull(),
                    column("odd \"name\"\\\té", Kind.STRING),
                    column("amount", Kind.NUMERIC),
                    column("flag", Kind.BOOLEAN),
                    column("raw", Kind.BYTES),
                    column("moment", Kind.DATETIME)))
            .primaryKey(new KeySchema("key", List.of("id")))
            .build();

    private final ItemLayout layout = ItemLayout.of(TABLE);

    private static ColumnSchema column(String name, Kind kind) {
        return ColumnSchema.of(name, DataType.of(kind), kind.name());
    }

    @AfterContainer
    static void closeClient() {
        CALLS.close();
    }

    @Property(tries = 300)
    void sentIsWhatTheSdkWouldSendAndHaveSigned(@ForAll("values") List<byte[][]> values)
            throws NoSuchAlgorithmException, IOException {
        List<Row> rows = rows(values);
        CLIENT.batchWriteItem(request -> request.requestItems(Map.of("goods.new", requests(rows))));
        SentRequests.Sent expected = SENT.last();
        new BatchPuts(CALLS).put(PutBatch.of(layout, rows, new ItemJson(1)));
        SentRequests.Sent sent = SENT.last();
        assertThat(JSON.readTree(sent.body())).isEqualTo(JSON.readTree(expected.body()));
        for (String header : List.of("Content-Type", "X-Amz-Target")) {
            assertThat(sent.header(header)).isEqualTo(expected.header(header));
        }
        assertThat(sent.header("Content-Length")).isEqualTo(Integer.toString(sent.body().length));
        assertThat(sent.header("x-amz-content-sha256"))
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(sent.body())));
    }

    private List<WriteRequest> requests(List<Row> rows) {
        return rows.stream()
                .map(row -> WriteRequest.builder()
                        .putRequest(put -> put.item(layout.item(row)))
                        .build())
                .toList();
    }

    private static List<Row> rows(List<byte[][]> values) {
        List<Row> rows = new ArrayList<>();
        for (byte[][] row : values) {
            RowBuffer buffer = new RowBuffer();
            buffer.begin(TABLE.columnCount());
            byte[] id = Integer.toString(rows.size()).getBytes(StandardCharsets.US_ASCII);
            buffer.append(id, 0, id.length);
            for (byte[] value : row) {
                if (value.length > 0 && value[0] == 0) {
                    buffer.appendNull();
                } else {
                    buffer.append(value, 0, value.length);
                }
            }
            rows.add(buffer.finish());
        }
        return rows;
    }

    /** The columns behind the key in their canonical form, as text that may be none; a value that begins with a zero byte is NULL. */
    @Provide
    Arbitrary<List<byte[][]>> values() {
        Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(30);
        Arbitrary<byte[]> text = Arbitraries.oneOf(
                bytes,
                Arbitraries.strings().ascii().map(PutBatchTest::utf8),
                Arbitraries.strings().all().map(PutBatchTest::utf8));
        Arbitrary<byte[]> amount = Arbitraries.bigDecimals()
                .between(new BigDecimal("-1E20"), new BigDecimal("1E20"))
                .ofScale(10)
                .map(number -> utf8(number.toString()));
        Arbitrary<byte[]> flag = Arbitraries.of("t", "f", "\0").map(PutBatchTest::utf8);
        return Combinators.combine(text, amount, flag, bytes, text)
                .as((name, number, yes, raw, moment) -> new byte[][] {name, number, yes, raw, moment})
                .list()
                .ofMinSize(1)
                .ofMaxSize(BatchPuts.ITEMS);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void ofRowsThatShareAKeyTheLastStays() {
        PutBatch batch = PutBatch.of(
                layout,
                List.of(
                        TextRows.row(TABLE, "1", "first", null, null, null, null),
                        TextRows.row(TABLE, "2", "other", null, null, null, null),
                        TextRows.row(TABLE, "1", "last", null, null, null, null)),
                new ItemJson(1));
        assertThat(batch.items()).isEqualTo(2);
        assertThat(batch.json().asUtf8String())
                .contains("\"last\"", "\"other\"")
                .doesNotContain("\"first\"");
    }
}
