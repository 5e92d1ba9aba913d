package dev.millrace.sink.s3;

import dev.millrace.testing.contract.sink.ChangeLogContract;
import dev.millrace.testing.contract.sink.LoadWriterContract;
import dev.millrace.testing.contract.sink.SinkFixture;
import dev.millrace.testing.contract.sink.TaskStoreContract;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** What a sink that logs promises, on a real server. */
class ContractIT {

    @Nested
    class Changes extends ChangeLogContract {
        @Override
        protected SinkFixture newFixture() {
            return new ContractFixture(Map.of());
        }
    }

    /** Files end after a second of the log, so that commits cover some of what is open. */
    @Nested
    class ChangesInManyFiles extends ChangeLogContract {
        @Override
        protected SinkFixture newFixture() {
            return new ContractFixture(Map.of("CdcMaxBatchInterval", "2"));
        }
    }

    @Nested
    class Load extends LoadWriterContract {
        @Override
        protected SinkFixture newFixture() {
            return new ContractFixture(Map.of());
        }
    }

    @Nested
    class ChangesAsParquet extends ChangeLogContract {
        @Override
        protected SinkFixture newFixture() {
            return new ContractFixture(Map.of("DataFormat", "parquet", "CdcMaxBatchInterval", "2"));
        }
    }

    @Nested
    class ChangesOfTransactions extends ChangeLogContract {
        @Override
        protected SinkFixture newFixture() {
            return new ContractFixture(
                    Map.of("PreserveTransactions", "true", "CdcPath", "changes", "CdcMaxBatchInterval", "2"));
        }
    }

    @Nested
    class Store extends TaskStoreContract {
        @Override
        protected SinkFixture newFixture() {
            return new ContractFixture(Map.of());
        }
    }
}
