package dev.millrace.testing.contract.sink;

import org.junit.jupiter.api.Nested;

/**
 * Everything that {@link dev.millrace.spi.sink} promises, as tests. The author of a sink extends this class once for each kind of
 * server, says how to make a {@link SinkFixture}, and runs it with JUnit. While a sink is being written, a class may extend a
 * single topic, such as {@link LoadWriterContract}, instead.
 */
public abstract class SinkContract {

    /** A new place on the server to be tested. */
    protected abstract SinkFixture newFixture();

    @Nested
    class Connections extends SinkConnectionContract {
        @Override
        protected SinkFixture newFixture() {
            return SinkContract.this.newFixture();
        }
    }

    @Nested
    class Tables extends TargetTableContract {
        @Override
        protected SinkFixture newFixture() {
            return SinkContract.this.newFixture();
        }
    }

    @Nested
    class Load extends LoadWriterContract {
        @Override
        protected SinkFixture newFixture() {
            return SinkContract.this.newFixture();
        }
    }

    @Nested
    class Changes extends ChangeWriterContract {
        @Override
        protected SinkFixture newFixture() {
            return SinkContract.this.newFixture();
        }
    }

    @Nested
    class KeyConflicts extends KeyConflictContract {
        @Override
        protected SinkFixture newFixture() {
            return SinkContract.this.newFixture();
        }
    }

    @Nested
    class KeylessChanges extends KeylessChangeContract {
        @Override
        protected SinkFixture newFixture() {
            return SinkContract.this.newFixture();
        }
    }

    @Nested
    class Values extends TargetValueContract {
        @Override
        protected SinkFixture newFixture() {
            return SinkContract.this.newFixture();
        }
    }

    @Nested
    class Transactions extends TargetTransactionContract {
        @Override
        protected SinkFixture newFixture() {
            return SinkContract.this.newFixture();
        }
    }

    @Nested
    class Ahead extends CommitAheadContract {
        @Override
        protected SinkFixture newFixture() {
            return SinkContract.this.newFixture();
        }
    }

    @Nested
    class Refusals extends RefusalContract {
        @Override
        protected SinkFixture newFixture() {
            return SinkContract.this.newFixture();
        }
    }

    @Nested
    class Store extends TaskStoreContract {
        @Override
        protected SinkFixture newFixture() {
            return SinkContract.this.newFixture();
        }
    }

    @Nested
    class Fences extends FenceContract {
        @Override
        protected SinkFixture newFixture() {
            return SinkContract.this.newFixture();
        }
    }
}
