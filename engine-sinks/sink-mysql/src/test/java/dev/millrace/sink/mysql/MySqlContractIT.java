package dev.millrace.sink.mysql;

import dev.millrace.testing.contract.sink.SinkContract;
import dev.millrace.testing.contract.sink.SinkFixture;

/** The contract of sinks on MySQL. */
class MySqlContractIT extends SinkContract {
    @Override
    protected SinkFixture newFixture() {
        return new ContractFixture(TargetServer.MYSQL);
    }
}
