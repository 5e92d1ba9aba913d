package dev.millrace.sink.dynamodb;

import dev.millrace.testing.contract.sink.RepeatableSinkContract;
import dev.millrace.testing.contract.sink.SinkFixture;

/** The contract of sinks that take nothing back. */
class ContractIT extends RepeatableSinkContract {
    @Override
    protected SinkFixture newFixture() {
        return new DynamoFixture();
    }
}
