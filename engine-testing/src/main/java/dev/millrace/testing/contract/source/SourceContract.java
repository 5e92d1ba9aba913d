package dev.millrace.testing.contract.source;

import org.junit.jupiter.api.Nested;

/**
 * Everything that {@link dev.millrace.spi.source} promises, as tests. The author of a source extends this class once for each kind
 * of server, says how to make a {@link SourceFixture}, and runs it with JUnit. While a source is being written, a class may extend
 * a single topic, such as {@link ChunkContract}, instead.
 */
public abstract class SourceContract {

    /** A new place on the server to be tested. */
    protected abstract SourceFixture newFixture();

    @Nested
    class Catalogue extends CatalogueContract {
        @Override
        protected SourceFixture newFixture() {
            return SourceContract.this.newFixture();
        }
    }

    @Nested
    class ChunkPlans extends ChunkContract {
        @Override
        protected SourceFixture newFixture() {
            return SourceContract.this.newFixture();
        }
    }

    @Nested
    class Snapshots extends SnapshotContract {
        @Override
        protected SourceFixture newFixture() {
            return SourceContract.this.newFixture();
        }
    }

    @Nested
    class HandOver extends HandOverContract {
        @Override
        protected SourceFixture newFixture() {
            return SourceContract.this.newFixture();
        }
    }

    @Nested
    class Transactions extends SourceTransactionContract {
        @Override
        protected SourceFixture newFixture() {
            return SourceContract.this.newFixture();
        }
    }

    @Nested
    class Changes extends ChangeEventContract {
        @Override
        protected SourceFixture newFixture() {
            return SourceContract.this.newFixture();
        }
    }

    @Nested
    class Positions extends PositionContract {
        @Override
        protected SourceFixture newFixture() {
            return SourceContract.this.newFixture();
        }
    }

    @Nested
    class Connections extends SourceConnectionContract {
        @Override
        protected SourceFixture newFixture() {
            return SourceContract.this.newFixture();
        }
    }
}
