package dev.millrace.source.oracle;

import dev.millrace.testing.contract.source.SourceContract;
import dev.millrace.testing.contract.source.SourceFixture;

/** The contract of sources, on the emulation and through the real connector of Debezium. */
class ContractIT extends SourceContract {
    @Override
    protected SourceFixture newFixture() {
        return new ContractFixture();
    }
}
