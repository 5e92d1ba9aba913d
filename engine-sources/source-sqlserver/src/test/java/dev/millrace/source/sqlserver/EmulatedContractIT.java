package dev.millrace.source.sqlserver;

import dev.millrace.testing.contract.source.SourceContract;
import dev.millrace.testing.contract.source.SourceFixture;

/** The contract of sources on an emulated SQL Server, with the real connector of Debezium. */
class EmulatedContractIT extends SourceContract {
    @Override
    protected SourceFixture newFixture() {
        return new EmulatedFixture();
    }
}
