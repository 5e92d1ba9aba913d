package dev.millrace.source.mysql;

import dev.millrace.testing.contract.source.SourceContract;
import dev.millrace.testing.contract.source.SourceFixture;

/** The contract of sources on MariaDB. */
class MariaDbContractIT extends SourceContract {
    @Override
    protected SourceFixture newFixture() {
        return new ContractFixture(TestServer.MARIADB);
    }
}
