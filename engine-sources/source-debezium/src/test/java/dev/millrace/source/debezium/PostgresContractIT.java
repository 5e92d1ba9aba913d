package dev.millrace.source.debezium;

import dev.millrace.testing.contract.source.LogContract;
import dev.millrace.testing.contract.source.SourceFixture;

/** The contract of the log on PostgreSQL, read by Debezium; catalogue, chunks and snapshots are those of the native source. */
class PostgresContractIT extends LogContract {
    @Override
    protected SourceFixture newFixture() {
        return new PostgresFixture();
    }
}
