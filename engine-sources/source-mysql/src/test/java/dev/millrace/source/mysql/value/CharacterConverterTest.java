package dev.millrace.source.mysql.value;

import dev.millrace.model.ByteBuilder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CharacterConverterTest {
    private static final CharacterConverter UTF_16 = CharacterConverter.of(StandardCharsets.UTF_16BE);

    @Test
    void aByteOrderMarkIsACharacterLikeAnyOther() {
        assertThat(converted(CharacterConverter.UTF_32, "0000feff00000061")).isEqualTo("\ufeffa");
        assertThat(converted(UTF_16, "feff0061")).isEqualTo("\ufeffa");
    }

    @Test
    void theReplacementCharacterIsACharacterLikeAnyOther() {
        assertThat(converted(CharacterConverter.UTF_32, "0000fffd")).isEqualTo("\ufffd");
        assertThat(converted(UTF_16, "fffd")).isEqualTo("\ufffd");
    }

    @Test
    void charactersBeyondTheBasicPlaneSurvive() {
        assertThat(converted(CharacterConverter.UTF_32, "0001f600")).isEqualTo("😀");
        assertThat(converted(UTF_16, "d83dde00")).isEqualTo("😀");
    }

    @Test
    void malformedTextBecomesQuestionMarks() {
        assertThat(converted(CharacterConverter.UTF_32, "0000d83d00110000ffffffff"))
                .isEqualTo("???");
        assertThat(converted(UTF_16, "d83d0061")).isEqualTo("?");
        assertThat(converted(CharacterConverter.of(Charset.forName("GBK")), "ff61"))
                .isEqualTo("?a");
    }

    private static String converted(CharacterConverter converter, String hex) {
        byte[] bytes = HexFormat.of().parseHex("00" + hex);
        ByteBuilder out = new ByteBuilder();
        converter.append(bytes, 1, bytes.length - 1, out);
        return new String(out.array(), 0, out.size(), StandardCharsets.UTF_8);
    }
}
