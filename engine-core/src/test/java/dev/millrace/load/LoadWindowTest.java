package dev.millrace.load;

import dev.millrace.load.LoadWindow.Relation;
import dev.millrace.model.SourcePosition;
import dev.millrace.spi.source.SnapshotWindow;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoadWindowTest {
    private record At(int place) implements SourcePosition {
        @Override
        public String encode() {
            return Integer.toString(place);
        }

        @Override
        public boolean covers(SourcePosition other) {
            return ((At) other).place <= place;
        }
    }

    @Test
    void everyChangeIsNewsToATableThatWasNotLoaded() {
        assertThat(LoadWindow.NONE.relation(new At(0))).isEqualTo(Relation.BEHIND);
    }

    @Test
    void anExactWindowHoldsAChangeOrNot() {
        LoadWindow window =
                new LoadWindow(List.of(SnapshotWindow.exactly(new At(5)), SnapshotWindow.exactly(new At(5))));

        assertThat(window.relation(new At(5))).isEqualTo(Relation.CONTAINED);
        assertThat(window.relation(new At(6))).isEqualTo(Relation.BEHIND);
    }

    @Test
    void betweenLowAndHighAnyRowMayHoldAChange() {
        LoadWindow window = new LoadWindow(List.of(new SnapshotWindow(new At(3), new At(5))));

        assertThat(window.relation(new At(3))).isEqualTo(Relation.CONTAINED);
        assertThat(window.relation(new At(4))).isEqualTo(Relation.OVERLAPPING);
        assertThat(window.relation(new At(5))).isEqualTo(Relation.OVERLAPPING);
        assertThat(window.relation(new At(6))).isEqualTo(Relation.BEHIND);
    }

    @Test
    void tablesOfTwoSnapshotsDoNotShowOnePoint() {
        LoadWindow first = new LoadWindow(List.of(SnapshotWindow.exactly(new At(2))));
        LoadWindow second = new LoadWindow(List.of(SnapshotWindow.exactly(new At(7))));
        LoadWindow wide = new LoadWindow(List.of(new SnapshotWindow(new At(2), new At(7))));

        assertThat(LoadWindow.showOnePoint(List.of(first, first))).isTrue();
        assertThat(LoadWindow.showOnePoint(List.of(first, second))).isFalse();
        assertThat(LoadWindow.showOnePoint(List.of(wide))).isFalse();
        assertThat(LoadWindow.showOnePoint(List.of())).isTrue();
    }

    @Test
    void chunksOfTwoSnapshotsOverlapFromTheFirstToTheSecond() {
        LoadWindow window =
                new LoadWindow(List.of(SnapshotWindow.exactly(new At(2)), SnapshotWindow.exactly(new At(7))));

        assertThat(window.relation(new At(2))).isEqualTo(Relation.CONTAINED);
        assertThat(window.relation(new At(3))).isEqualTo(Relation.OVERLAPPING);
        assertThat(window.relation(new At(8))).isEqualTo(Relation.BEHIND);
        assertThat(window.isPassedBy(new At(6))).isFalse();
        assertThat(window.isPassedBy(new At(7))).isTrue();
    }
}
