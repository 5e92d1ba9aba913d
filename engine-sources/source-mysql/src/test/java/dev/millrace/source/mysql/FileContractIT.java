package dev.millrace.source.mysql;

import dev.millrace.testing.contract.source.PositionContract;
import dev.millrace.testing.contract.source.SourceFixture;

/** What sources promise of positions, on a server without GTIDs. */
class FilePositionContractIT extends PositionContract {
    @Override
    protected SourceFixture newFixture() {
        return new ContractFixture(TestServer.MYSQL_BY_FILE);
    }
}
