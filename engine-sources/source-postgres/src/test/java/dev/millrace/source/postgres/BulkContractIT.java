package dev.millrace.source.postgres;

import dev.millrace.testing.contract.source.SourceContract;
import dev.millrace.testing.contract.source.SourceFixture;
import java.util.Map;

/** The contract of sources on the current version, reading by functions whenever anything waits. */
class BulkContractIT extends SourceContract {
    @Override
    protected SourceFixture newFixture() {
        return new ContractFixture(PostgresContract.CURRENT, Map.of("BulkReadMegabytes", "0"));
    }
}
