package dev.millrace.source.mysql.snapshot;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Bounds and their stored texts. */
class ChunkBoundsTest {
    private static final List<String> COLUMNS = List.of("a", "b;c");
    private static final List<String> FROM = List.of("", "x,y;z=%2C");
    private static final List<String> TO = List.of("ä€", "+ ");

    @Test
    void whatWasStoredIsReadBack() {
        for (ChunkBounds bounds : List.of(
                ChunkBounds.ALL,
                ChunkBounds.ofPartition("p;,=%"),
                new ChunkBounds("", COLUMNS, FROM, TO, false, false),
                new ChunkBounds("", COLUMNS, FROM, List.of(), false, true),
                new ChunkBounds("", List.of("a"), List.of(), List.of(""), true, true))) {
            assertThat(ChunkBounds.decode(bounds.encode())).isEqualTo(bounds);
        }
    }

    @Test
    void onlyTheWholeTableAndRangesOfTheKeyAreStable() {
        assertThat(ChunkBounds.ALL.isStable()).isTrue();
        assertThat(new ChunkBounds("", COLUMNS, FROM, TO, false, true).isStable())
                .isTrue();
        assertThat(new ChunkBounds("", COLUMNS, FROM, TO, false, false).isStable())
                .isFalse();
        assertThat(ChunkBounds.ofPartition("p0").isStable()).isFalse();
    }

    @Test
    void rangesStoredBeforeTheKeyWasToldAreReadAndNotStable() {
        assertThat(ChunkBounds.decode("columns=id;from=5;to=9;"))
                .isEqualTo(new ChunkBounds("", List.of("id"), List.of("5"), List.of("9"), false, false));
        assertThat(ChunkBounds.decode("columns=id;from=9;nulls;").isStable()).isFalse();
        assertThat(ChunkBounds.decode("nulls;")).isEqualTo(ChunkBounds.ALL);
        assertThat(ChunkBounds.decode("partition=p0;nulls;")).isEqualTo(ChunkBounds.ofPartition("p0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "keys a b", "columns=id;from=1,2;", "from=1;", "columns=id;to=%zz;", "columns=id;stabel;"})
    void whatCantBeReadIsRefused(String text) {
        assertThatThrownBy(() -> ChunkBounds.decode(text))
                .isInstanceOfSatisfying(
                        ReplicationException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.CHECKPOINT_UNUSABLE))
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("reload the table");
    }
}
