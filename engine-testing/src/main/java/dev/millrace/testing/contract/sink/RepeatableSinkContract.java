package dev.millrace.testing.contract.sink;

import org.junit.jupiter.api.Nested;

/**
 * What a sink of style {@link dev.millrace.spi.sink.Sink.ApplyStyle#REPEATABLE} promises, as tests: {@link SinkContract} as far as it does not
 * take changes back, and what it promises instead.
 */
public abstract class RepeatableSinkContract {

    /** A new place on the server to be tested. */
    protected abstract SinkFixture newFixture();

    @Nested
    class Changes extends ChangeWriterContract {
        @Override
        protected SinkFixture newFixture() {
            return RepeatableSinkContract.this.newFixture();
        }
    }

    @Nested
    class Repeated extends RepeatedChangeContract {
        @Override
        protected SinkFixture newFixture() {
            return RepeatableSinkContract.this.newFixture();
        }
    }

    @Nested
    class Store extends TaskStoreContract {
        @Override
        protected SinkFixture newFixture() {
            return RepeatableSinkContract.this.newFixture();
        }
    }

    @Nested
    class Fences extends FenceContract {
        @Override
        protected SinkFixture newFixture() {
            return RepeatableSinkContract.this.newFixture();
        }
    }
}
