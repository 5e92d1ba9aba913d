package dev.millrace.sink.mysql;

import dev.millrace.testing.contract.sink.SinkContract;
import dev.millrace.testing.contract.sink.SinkFixture;

/** The contract of sinks on MariaDB. */
class MariaDbContractIT extends SinkContract {
    @Override
    protected SinkFixture newFixture() {
        return new ContractFixture(TargetServer.MARIADB);
    }
}
