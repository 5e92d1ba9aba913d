package dev.millrace.spi.source;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeyBoundariesTest {
    private static final TableSchema TABLE = TableSchema.builder(new TableId("s", "t"), EngineFamily.MYSQL)
            .column(ColumnSchema.of("id", DataType.of(Kind.INT4), "int"))
            .column(ColumnSchema.of("code", DataType.ofLength(Kind.STRING, 10), "varchar(10)"))
            .build();

    @Test
    void denseNumbersAreCutInEqualSteps() {
        Keys keys = new Keys(IntStream.rangeClosed(101, 200).toArray());

        assertThat(KeyBoundaries.of(TABLE, List.of("id"), 100, 25, keys))
                .containsExactly(List.of("126"), List.of("151"), List.of("176"));
        assertThat(keys.asked).isZero();
    }

    @Test
    void sparseNumbersAreWalked() {
        Keys keys = new Keys(1, 2, 3, 4, 5, 1_000_000);

        assertThat(KeyBoundaries.of(TABLE, List.of("id"), 6, 2, keys)).containsExactly(List.of("3"), List.of("5"));
    }

    @Test
    void textsAreWalked() {
        assertThat(KeyBoundaries.of(TABLE, List.of("code"), 5, 2, new Keys(1, 2, 3, 4, 5)))
                .containsExactly(List.of("3"), List.of("5"));
        assertThat(KeyBoundaries.of(TABLE, List.of("code", "id"), 5, 3, new Keys(1, 2, 3, 4, 5)))
                .containsExactly(List.of("4"));
    }

    @Test
    void tableThatWasEmptiedSinceItWasEstimatedIsOneChunk() {
        assertThat(KeyBoundaries.of(TABLE, List.of("id"), 100, 25, new Keys())).isEmpty();
        assertThat(KeyBoundaries.of(TABLE, List.of("code"), 100, 25, new Keys()))
                .isEmpty();
    }

    /** The estimate may be wrong by any factor. */
    @Test
    void chunksAreNotMoreThanALoadCanHold() {
        Keys keys = new Keys(0, Integer.MAX_VALUE);

        assertThat(KeyBoundaries.of(TABLE, List.of("id"), 1L << 40, 1, keys)).hasSizeBetween(90_000, 101_000);
    }

    private static final class Keys implements KeyBoundaries.Index {
        private final TreeSet<Integer> keys = new TreeSet<>();
        private int asked;

        Keys(int... keys) {
            IntStream.of(keys).forEach(this.keys::add);
        }

        @Override
        public Optional<KeyBoundaries.Extremes> extremes() {
            return keys.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new KeyBoundaries.Extremes(
                            BigInteger.valueOf(keys.first()), BigInteger.valueOf(keys.last())));
        }

        @Override
        public List<String> keyBehind(List<String> from, long rows) {
            asked++;
            int start = from.isEmpty() ? Integer.MIN_VALUE : Integer.parseInt(from.get(0));
            return keys.tailSet(start).stream()
                    .skip(rows)
                    .findFirst()
                    .map(key -> List.of(Integer.toString(key)))
                    .orElse(List.of());
        }
    }
}
