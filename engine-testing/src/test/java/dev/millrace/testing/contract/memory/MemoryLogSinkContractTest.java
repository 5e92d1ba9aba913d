package dev.millrace.testing.contract.memory;

import dev.millrace.testing.contract.sink.ChangeLogContract;
import dev.millrace.testing.contract.sink.LoadWriterContract;
import dev.millrace.testing.contract.sink.SinkFixture;
import org.junit.jupiter.api.Nested;

/** What a sink that logs promises, without a server. */
class MemoryLogSinkContractTest {

    @Nested
    class Changes extends ChangeLogContract {
        @Override
        protected SinkFixture newFixture() {
            return new MemoryLogSinkFixture();
        }
    }

    @Nested
    class Load extends LoadWriterContract {
        @Override
        protected SinkFixture newFixture() {
            return new MemoryLogSinkFixture();
        }
    }
}
