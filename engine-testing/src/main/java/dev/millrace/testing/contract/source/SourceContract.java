package dev.millrace.testing.contract.source;

import org.junit.jupiter.api.Nested;

/**
 * Everything that {@link dev.millrace.spi.source} promises, as tests. The author of a source extends this class once for each kind
 * of server, says how to make a {@link SourceFixture}, and runs it with JUnit. While a source is being written, a class may extend
 * a single topic, such as {@link ChunkContract}, instead.
 */
public abstract class SourceContract extends LogContract {

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
}
