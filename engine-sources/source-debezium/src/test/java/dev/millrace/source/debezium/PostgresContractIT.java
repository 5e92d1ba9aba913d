package dev.millrace.source.debezium;

import dev.millrace.testing.contract.source.SourceContract;
import dev.millrace.testing.contract.source.SourceFixture;

/** The contract of sources on PostgreSQL, the log read by Debezium. */
class PostgresContractIT extends SourceContract {
    @Override
    protected SourceFixture newFixture() {
        return new PostgresFixture();
    }
}
