package dev.millrace.source.sqlserver.container;

import dev.millrace.testing.contract.source.SourceContract;
import dev.millrace.testing.contract.source.SourceFixture;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract of sources on SQL Server 2022 in a container, with Microsoft's driver and the server's own capture job. */
@ExtendWith(DockerCondition.class)
class ContainerContractIT extends SourceContract {
    @Override
    protected SourceFixture newFixture() {
        return new ContainerFixture();
    }
}
