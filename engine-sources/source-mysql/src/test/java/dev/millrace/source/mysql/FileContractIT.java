package dev.millrace.source.mysql;

import dev.millrace.testing.contract.source.SourceContract;
import dev.millrace.testing.contract.source.SourceFixture;

/** The contract of sources on a MySQL without GTIDs. */
class FileContractIT extends SourceContract {
    @Override
    protected SourceFixture newFixture() {
        return new ContractFixture(TestServer.MYSQL_BY_FILE);
    }
}
