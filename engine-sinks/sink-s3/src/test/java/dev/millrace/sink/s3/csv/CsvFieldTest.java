package dev.millrace.sink.s3.csv;

import dev.millrace.model.ByteBuilder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CsvFieldTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "plain|plain|plain",
                "''|''|''",
                "a,b|\"a,b\"|a,b",
                "say \"hi\"|\"say \"\"hi\"\"\"|say \"hi\"",
                "'a\nb'|'\"a\nb\"'|'a\nb'",
                "NULL|\"NULL\"|NULL",
                "NULLS|NULLS|NULLS",
                "ärger|ärger|ärger"
            })
    void quotesWhatWouldBeReadAsSomethingElse(String value, String quoted, String raw) {
        assertThat(written(new CsvField(",", "\n", "NULL", true), value)).isEqualTo(quoted);
        assertThat(written(new CsvField(",", "\n", "NULL", false), value)).isEqualTo(raw);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {"a:b;a:b", "a||b;\"a||b\"", "a|b;a|b"})
    void knowsDelimitersOfSeveralCharacters(String value, String quoted) {
        assertThat(written(new CsvField("||", "\n", "NULL", true), value)).isEqualTo(quoted);
    }

    private static String written(CsvField field, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        ByteBuilder out = new ByteBuilder();
        field.append(bytes, 0, bytes.length, out);
        return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }
}
