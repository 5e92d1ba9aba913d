package dev.millrace.source.postgres;

import dev.millrace.testing.contract.source.SourceContract;
import dev.millrace.testing.contract.source.SourceFixture;
import java.util.Map;

/** The contract of sources on the current version, streaming near the end of the log. */
class CurrentContractIT extends SourceContract {
    @Override
    protected SourceFixture newFixture() {
        return new ContractFixture(PostgresContract.CURRENT, Map.of());
    }
}
