package dev.millrace.mapping;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class NamePatternTest {

    @ParameterizedTest
    @CsvSource({
        "orders, orders, true",
        "orders, Orders, false",
        "orders, order, false",
        "%, anything at all, true",
        "ord%, orders, true",
        "%ers, orders, true",
        "o%r%s, orders, true",
        "order_, orders, true",
        "order_, order, false",
        "a_b, axb, true",
        "a[_]b, a_b, true",
        "a[_]b, axb, false",
        "a[%]b, a%b, true",
        "a[%]b, axxb, false",
        "t[ab]1, ta1, true",
        "t[ab]1, tc1, false",
        "t[a-d]1, tc1, true",
        "t[a-d]1, te1, false",
        "t[a-dx]1, tx1, true",
        "t[ab-]1, t-1, true",
        "t[^a]1, t^1, true",
        "t[^a]1, tb1, false",
        "t[a, t[a, true",
        "a.b, axb, false",
        "a*, aaa, false",
        "$1, $1, true",
    })
    void matchesAsDmsDoes(String pattern, String name, boolean matches) {
        assertThat(NamePattern.of(pattern).matches(name)).isEqualTo(matches);
    }

    @Test
    void emptyPatternMatchesOnlyTheEmptyName() {
        assertThat(NamePattern.of("").matches("")).isTrue();
        assertThat(NamePattern.of("").matches("a")).isFalse();
    }

    @Test
    void knowsWhetherItIsWild() {
        assertThat(NamePattern.of("orders").isWild()).isFalse();
        assertThat(NamePattern.of("orders_2").isWild()).isTrue();
        assertThat(NamePattern.exactly("orders_2").isWild()).isFalse();
    }

    @Property
    void literalPatternMatchesItselfAndNothingElse(@ForAll @NotEmpty String name, @ForAll @NotEmpty String other) {
        NamePattern pattern = NamePattern.exactly(name);

        assertThat(pattern.matches(name)).isTrue();
        assertThat(pattern.matches(other)).isEqualTo(name.equals(other));
    }

    @Property
    void percentMatchesEveryName(@ForAll String name) {
        assertThat(NamePattern.any().matches(name)).isTrue();
    }
}
