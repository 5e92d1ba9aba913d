package dev.millrace.source.postgres;

import dev.millrace.testing.contract.source.SourceContract;
import dev.millrace.testing.contract.source.SourceFixture;
import java.util.Map;

/** The contract of sources on the older version. */
class OlderContractIT extends SourceContract {
    @Override
    protected SourceFixture newFixture() {
        return new ContractFixture(PostgresContract.OLDER, Map.of());
    }
}
