package dev.millrace.source.debezium;

import dev.millrace.testing.contract.source.SourceFixture;

/** The contract of sources on MySQL, the log read by Debezium. */
class MySqlContractIT extends MySqlFamilyContract {
    @Override
    protected SourceFixture newFixture() {
        return MySqlFixture.onMySql();
    }
}
