package dev.millrace.testing.contract.memory;

import dev.millrace.testing.contract.sink.SinkContract;
import dev.millrace.testing.contract.sink.SinkFixture;

/** The contract of sinks, without a server. */
class MemorySinkContractTest extends SinkContract {
    @Override
    protected SinkFixture newFixture() {
        return new MemorySinkFixture(sink -> sink);
    }
}
