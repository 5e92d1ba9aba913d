package dev.millrace.source.postgres;

import dev.millrace.testing.contract.source.LogContract;
import dev.millrace.testing.contract.source.SourceFixture;
import java.util.Map;

/** The contract of the log on the current version, reading by functions whenever anything waits. */
class BulkContractIT extends LogContract {
    @Override
    protected SourceFixture newFixture() {
        return new ContractFixture(PostgresContract.CURRENT, Map.of("BulkReadMegabytes", "0"));
    }
}
