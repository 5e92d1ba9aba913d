package dev.millrace.source.mysql.value;

import dev.millrace.model.ByteBuilder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Changes on the document {@code {"a": 1, "bb": [true, "x"]}}, with the operations' numbers as they stand in the log. */
class JsonChangesTest {
    private static final byte[] DOCUMENT = HexFormat.of()
            .parseHex("00" + "0200" + "2100" + "12000100" + "13000200" + "050100" + "021500" + "61" + "6262" + "0200"
                    + "0c00" + "040100" + "0c0a00" + "0178");

    private static final String ONE_HUNDRED = "056400";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | $.a       | {\"a\": 100, \"bb\": [true, \"x\"]}",
                "0 | $.bb[1]   | {\"a\": 1, \"bb\": [true, 100]}",
                "0 | $.bb[last]| {\"a\": 1, \"bb\": [true, 100]}",
                "1 | $.c       | {\"a\": 1, \"c\": 100, \"bb\": [true, \"x\"]}",
                "1 | $.\"c d\" | {\"a\": 1, \"bb\": [true, \"x\"], \"c d\": 100}",
                "1 | $.bb[0]   | {\"a\": 1, \"bb\": [100, true, \"x\"]}",
                "1 | $.bb[7]   | {\"a\": 1, \"bb\": [true, \"x\", 100]}",
                "2 | $.a       | {\"bb\": [true, \"x\"]}",
                "2 | $.bb[0]   | {\"a\": 1, \"bb\": [\"x\"]}"
            })
    void oneChange(int operation, String path, String expected) {
        assertThat(apply(change(operation, path))).isEqualTo(expected);
    }

    @Test
    void oneAfterTheOther() {
        byte[] both = new ByteBuilder()
                .append(change(1, "$.bb[0]"))
                .append(change(2, "$.bb[last]"))
                .toByteArray();
        assertThat(apply(both)).isEqualTo("{\"a\": 1, \"bb\": [100, true]}");
        assertThat(apply(new byte[0])).isEqualTo("{\"a\": 1, \"bb\": [true, \"x\"]}");
    }

    @ParameterizedTest
    @CsvSource({"0, $.z", "0, $.a[0]", "0, $.bb[2]", "1, $.a", "1, $.a.b", "1, $.bb.x", "2, $.z", "2, $.bb[2]", "9, $.a"
    })
    void changesThatDoNotFit(int operation, String path) {
        assertThatThrownBy(() -> apply(change(operation, path))).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] change(int operation, String path) {
        byte[] text = path.getBytes(StandardCharsets.UTF_8);
        ByteBuilder out = new ByteBuilder();
        out.append((byte) operation).append((byte) text.length).append(text);
        if (operation != 2) {
            out.append((byte) 3).append(HexFormat.of().parseHex(ONE_HUNDRED));
        }
        return out.toByteArray();
    }

    private static String apply(byte[] bytes) {
        JsonNode document = JsonNode.document(DOCUMENT, 0, DOCUMENT.length);
        JsonChanges changes = new JsonChanges(bytes, 0, bytes.length);
        while (changes.next()) {
            changes.applyTo(document);
        }
        ByteBuilder text = new ByteBuilder();
        document.append(text);
        return text.toString();
    }
}
