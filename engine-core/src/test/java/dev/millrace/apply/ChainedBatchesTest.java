package dev.millrace.apply;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** When it is worth to find out what a batch touches. */
class ChainedBatchesTest {
    private final ChainedBatches chain = new ChainedBatches();

    @Test
    void batchesThatNeverMeetAreAllLookedAt() {
        for (int i = 0; i < 100; i++) {
            assertThat(chain.isWorthALook()).isTrue();
            chain.seen(false);
        }
    }

    @Test
    void ofBatchesThatAlwaysMeetAPairIsLookedAtNowAndThen() {
        meet();

        assertThat(looks(100)).isEqualTo(20);
    }

    @Test
    void thatTwoDoNotMeetAnyMoreIsNoticed() {
        meet();
        chain.seen(false);

        assertThat(looks(100)).isEqualTo(100);
    }

    private void meet() {
        for (int i = 0; i < 8; i++) {
            chain.seen(true);
        }
    }

    private int looks(int batches) {
        int looks = 0;
        for (int i = 0; i < batches; i++) {
            looks += chain.isWorthALook() ? 1 : 0;
        }
        return looks;
    }
}
