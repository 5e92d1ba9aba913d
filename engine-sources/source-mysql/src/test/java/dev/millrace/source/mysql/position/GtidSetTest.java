package dev.millrace.source.mysql.position;

import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class GtidSetTest {
    private static final String A = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
    private static final String B = "3e11fa47-71ca-11e1-9e33-c80aa9429563";
    private static final long A_HIGH = 0x3e11fa4771ca11e1L;
    private static final long A_LOW = 0x9e33c80aa9429562L;

    @Test
    void readsAndWritesTheServersText() {
        assertThat(GtidSet.parse(B + ":7,\n" + A.toUpperCase() + ":1-5:9-10:6").text())
                .isEqualTo(A + ":1-6:9-10," + B + ":7");
        assertThat(GtidSet.parse("").text()).isEmpty();
        assertThat(GtidSet.parse(A + ":1-3:Tag_1:5:other:2-4").text())
                .isEqualTo(A + ":1-3," + A + ":other:2-4," + A + ":tag_1:5");
    }

    @Test
    void refusesOtherTexts() {
        for (String text : new String[] {"abc", A, A + ":0", A + ":5-4", A + ":x-y", "0-1-2"}) {
            assertThatIllegalArgumentException().as(text).isThrownBy(() -> GtidSet.parse(text));
        }
    }

    @Test
    void containsOnlyWhatIsInEveryInterval() {
        GtidSet set = GtidSet.parse(A + ":1-5:8-9," + B + ":1");
        assertThat(set.contains(GtidSet.parse(A + ":2-4:9"))).isTrue();
        assertThat(set.contains(GtidSet.parse(A + ":5-8"))).isFalse();
        assertThat(set.contains(GtidSet.parse(A + ":tag:1"))).isFalse();
        assertThat(GtidSet.EMPTY.contains(set)).isFalse();
        assertThat(set.contains(GtidSet.EMPTY)).isTrue();
        assertThat(set.contains(GtidPosition.EMPTY)).isFalse();
    }

    @Test
    void survivesTheWireWithAndWithoutTags() {
        for (String text : new String[] {"", A + ":1-5:8", A + ":1," + B + ":2-3", A + ":1-5," + A + ":tag:7"}) {
            byte[] bytes = GtidSet.parse(text).toBytes();
            assertThat(GtidSet.fromBytes(bytes, 0, bytes.length)).isEqualTo(GtidSet.parse(text));
        }
    }

    @Property
    void growsLikeASetOfNumbers(@ForAll @Size(max = 60) java.util.List<@IntRange(min = 1, max = 40) Integer> numbers) {
        GtidSet set = GtidSet.EMPTY;
        Set<Integer> model = new TreeSet<>();
        for (int number : numbers) {
            set = set.with(A_HIGH, A_LOW, "", number);
            model.add(number);
            for (int i = 1; i <= 41; i++) {
                assertThat(set.contains(A_HIGH, A_LOW, "", i)).isEqualTo(model.contains(i));
            }
        }
        assertThat(GtidSet.parse(set.text())).isEqualTo(set);
    }
}
