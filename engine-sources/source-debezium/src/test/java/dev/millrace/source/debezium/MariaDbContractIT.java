package dev.millrace.source.debezium;

import dev.millrace.testing.contract.source.SourceFixture;

/** The contract of sources on MariaDB, read by Debezium. */
class MariaDbContractIT extends MySqlFamilyContract {
    @Override
    protected SourceFixture newFixture() {
        return MySqlFixture.onMariaDb();
    }
}
