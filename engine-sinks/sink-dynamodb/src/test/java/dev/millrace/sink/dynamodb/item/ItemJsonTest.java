package dev.millrace.sink.dynamodb.item;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.sink.dynamodb.call.SentRequests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static org.assertj.core.api.Assertions.assertThat;

/** Items say what the SDK's say; which characters are escaped without need is all that may differ. */
class ItemJsonTest {
    private static final int DEEPEST = 3;
    private static final SentRequests SENT = new SentRequests();
    private static final DynamoDbClient CLIENT = SENT.client();
    private static final ObjectMapper JSON = new ObjectMapper();

    @AfterContainer
    static void closeClient() {
        CLIENT.close();
    }

    @Property(tries = 300)
    void valuesOfAnyKindAreWrittenAsTheSdkWritesThem(@ForAll("items") Map<String, AttributeValue> item)
            throws IOException {
        CLIENT.putItem(put -> put.tableName("goods").item(item));
        ItemJson json = new ItemJson(1);
        json.begin();
        item.forEach(json::value);
        json.end();
        assertThat(JSON.readTree(json.toByteArray()))
                .isEqualTo(JSON.readTree(SENT.last().body()).get("Item"));
    }

    @Property(tries = 100)
    void keyIsWhatComesFirst(@ForAll("items") Map<String, AttributeValue> key, @ForAll("values") AttributeValue other) {
        ItemJson json = new ItemJson(key.size());
        json.begin();
        key.forEach(json::value);
        String alone = new String(json.toByteArray(), StandardCharsets.UTF_8);
        json.value("other", other);
        json.end();
        assertThat(json.key()).isEqualTo(key.isEmpty() ? "" : alone);
    }

    @Provide
    Arbitrary<Map<String, AttributeValue>> items() {
        return Arbitraries.maps(texts(), values()).ofMaxSize(5).map(LinkedHashMap::new);
    }

    @Provide
    Arbitrary<AttributeValue> values() {
        return values(DEEPEST);
    }

    private static Arbitrary<AttributeValue> values(int deepest) {
        Arbitrary<SdkBytes> bytes =
                Arbitraries.bytes().array(byte[].class).ofMaxSize(20).map(SdkBytes::fromByteArray);
        Arbitrary<String> numbers = Arbitraries.bigDecimals().map(Object::toString);
        Arbitrary<AttributeValue> scalars = Arbitraries.oneOf(
                texts().map(AttributeValue::fromS),
                numbers.map(AttributeValue::fromN),
                bytes.map(AttributeValue::fromB),
                Arbitraries.of(true, false).map(AttributeValue::fromBool),
                Arbitraries.just(AttributeValue.fromNul(true)),
                texts().list().ofMaxSize(3).map(AttributeValue::fromSs),
                numbers.list().ofMaxSize(3).map(AttributeValue::fromNs),
                bytes.list().ofMaxSize(3).map(AttributeValue::fromBs));
        if (deepest == 0) {
            return scalars;
        }
        Arbitrary<AttributeValue> inner = values(deepest - 1);
        return Arbitraries.oneOf(
                scalars,
                inner.list().ofMaxSize(3).map(AttributeValue::fromL),
                Arbitraries.maps(texts(), inner).ofMaxSize(3).map(AttributeValue::fromM));
    }

    /** Text with every kind of character that JSON treats on its own; halves of surrogate pairs are no text. */
    private static Arbitrary<String> texts() {
        Arbitrary<Integer> characters = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 0x7f),
                Arbitraries.of((int) '"', (int) '\\', (int) '/', 0x2028, 0xfeff, 0xfffd),
                Arbitraries.integers().between(0x80, 0xd7ff),
                Arbitraries.integers().between(0xe000, 0x10ffff));
        return characters.list().ofMaxSize(12).map(ItemJsonTest::text);
    }

    private static String text(List<Integer> characters) {
        StringBuilder text = new StringBuilder();
        characters.forEach(text::appendCodePoint);
        return text.toString();
    }
}
