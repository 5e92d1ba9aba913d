package dev.millrace.source.mysql;

import dev.millrace.testing.contract.source.SourceContract;
import dev.millrace.testing.contract.source.SourceFixture;

/** The contract of sources on MySQL. */
class MySqlContractIT extends SourceContract {
    @Override
    protected SourceFixture newFixture() {
        return new ContractFixture(TestServer.MYSQL);
    }
}
