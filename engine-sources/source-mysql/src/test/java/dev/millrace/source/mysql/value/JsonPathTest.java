package dev.millrace.source.mysql.value;

import dev.millrace.source.mysql.value.JsonPath.Element;
import dev.millrace.source.mysql.value.JsonPath.Member;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JsonPathTest {

    @Test
    void membersAndElements() {
        assertThat(JsonPath.parse("$.a.\"b c.[\\\"\\u00e9\\n\"[12][last][last-3].ü")
                        .steps())
                .containsExactly(
                        new Member("a"),
                        new Member("b c.[\"é\n"),
                        new Element(12, false),
                        new Element(0, true),
                        new Element(3, true),
                        new Member("ü"));
    }

    @Test
    void placesInAnArrayOfThree() {
        assertThat(new Element(1, false).placeIn(3)).isEqualTo(1);
        assertThat(new Element(9, false).placeIn(3)).isEqualTo(3);
        assertThat(new Element(9, false).isIn(3)).isFalse();
        assertThat(new Element(0, true).placeIn(3)).isEqualTo(2);
        assertThat(new Element(2, true).placeIn(3)).isZero();
        assertThat(new Element(3, true).placeIn(3)).isZero();
        assertThat(new Element(3, true).isIn(3)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"$", "a.b", "$.", "$[1", "$.\"a", "$x", "$[*]"})
    void whatIsNoPath(String text) {
        assertThatThrownBy(() -> JsonPath.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
