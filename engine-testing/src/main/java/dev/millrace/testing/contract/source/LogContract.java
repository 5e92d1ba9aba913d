package dev.millrace.testing.contract.source;

import org.junit.jupiter.api.Nested;

/**
 * What {@link dev.millrace.spi.source} promises of the log, and of the way from a load to it, as tests: the part of {@link SourceContract}
 * that another way of reading the same server's log has to pass again. Used as that is.
 */
public abstract class LogContract {

    /** A new place on the server to be tested. */
    protected abstract SourceFixture newFixture();

    @Nested
    class HandOver extends HandOverContract {
        @Override
        protected SourceFixture newFixture() {
            return LogContract.this.newFixture();
        }
    }

    @Nested
    class Transactions extends SourceTransactionContract {
        @Override
        protected SourceFixture newFixture() {
            return LogContract.this.newFixture();
        }
    }

    @Nested
    class Changes extends ChangeEventContract {
        @Override
        protected SourceFixture newFixture() {
            return LogContract.this.newFixture();
        }
    }

    @Nested
    class Positions extends PositionContract {
        @Override
        protected SourceFixture newFixture() {
            return LogContract.this.newFixture();
        }
    }

    @Nested
    class Connections extends SourceConnectionContract {
        @Override
        protected SourceFixture newFixture() {
            return LogContract.this.newFixture();
        }
    }
}
