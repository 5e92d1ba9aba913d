package dev.millrace.sink.postgres;

import dev.millrace.servers.PostgresServer;
import dev.millrace.testing.contract.sink.SinkContract;
import dev.millrace.testing.contract.sink.SinkFixture;

/** The contract of sinks on the older version. */
class OlderContractIT extends SinkContract {
    @Override
    protected SinkFixture newFixture() {
        return new ContractFixture(PostgresServer.olderMajorVersion());
    }
}
