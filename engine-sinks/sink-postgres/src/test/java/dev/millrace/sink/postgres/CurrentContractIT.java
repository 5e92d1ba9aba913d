package dev.millrace.sink.postgres;

import dev.millrace.testing.contract.sink.SinkContract;
import dev.millrace.testing.contract.sink.SinkFixture;

/** The contract of sinks on the current version. */
class CurrentContractIT extends SinkContract {
    @Override
    protected SinkFixture newFixture() {
        return new ContractFixture(18);
    }
}
