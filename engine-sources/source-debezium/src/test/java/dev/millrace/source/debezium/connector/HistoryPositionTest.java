package dev.millrace.source.debezium.connector;

import dev.millrace.error.ReplicationException;
import dev.millrace.model.SourcePosition;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HistoryPositionTest {

    private record Place(int number) implements SourcePosition {
        @Override
        public String encode() {
            return "binlog.1:" + number + ";server=s";
        }

        @Override
        public boolean covers(SourcePosition other) {
            return number >= ((Place) other).number;
        }
    }

    @Test
    void historyIsReadBackFromTheText() {
        List<String> records = List.of("{\"ddl\":\"CREATE TABLE `ä;=` (a int)\"}", "{}");
        String text = new HistoryPosition(new Place(1), HistoryPosition.pack(records)).encode();
        assertThat(HistoryPosition.placeIn(text)).isEqualTo(new Place(1).encode());
        assertThat(new HistoryPosition(new Place(1), HistoryPosition.historyIn(text)).unpacked())
                .isEqualTo(records);
        assertThat(text).isEqualTo(new HistoryPosition(new Place(1), HistoryPosition.historyIn(text)).encode());
    }

    @Test
    void positionWithoutHistoryIsTheSourcesOwn() {
        HistoryPosition position = HistoryPosition.of(new Place(3));
        assertThat(position.encode()).isEqualTo(new Place(3).encode());
        assertThat(position.unpacked()).isEmpty();
        assertThat(HistoryPosition.of(position)).isSameAs(position);
        assertThat(HistoryPosition.placeOf(position)).isEqualTo(new Place(3));
    }

    @Test
    void placesAloneAreCompared() {
        HistoryPosition early = new HistoryPosition(new Place(1), HistoryPosition.pack(List.of("a")));
        HistoryPosition late = new HistoryPosition(new Place(2), "");
        assertThat(late.covers(early)).isTrue();
        assertThat(early.covers(late)).isFalse();
        assertThat(late.covers(new Place(2))).isTrue();
    }

    /** What many tables of one application look like does not differ much. */
    @Test
    void historyIsPackedTightly() {
        List<String> records = IntStream.range(0, 200)
                .mapToObj(
                        i -> "{\"ddl\":\"CREATE TABLE `orders_" + i
                                + "` (`id` bigint NOT NULL AUTO_INCREMENT, `name` varchar(100) DEFAULT NULL, PRIMARY KEY (`id`))\"}")
                .toList();
        assertThat(HistoryPosition.pack(records).length()).isLessThan(4_000);
    }

    @Test
    void historyThatIsDamagedIsRefused() {
        assertThatThrownBy(() -> new HistoryPosition(new Place(1), "!!!").unpacked())
                .isInstanceOf(ReplicationException.class);
    }
}
