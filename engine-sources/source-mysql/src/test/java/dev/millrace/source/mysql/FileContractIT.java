package dev.millrace.source.mysql;

import dev.millrace.testing.contract.source.LogContract;
import dev.millrace.testing.contract.source.SourceFixture;

/** The contract of the log on a MySQL without GTIDs. */
class FileContractIT extends LogContract {
    @Override
    protected SourceFixture newFixture() {
        return new ContractFixture(TestServer.MYSQL_BY_FILE);
    }
}
