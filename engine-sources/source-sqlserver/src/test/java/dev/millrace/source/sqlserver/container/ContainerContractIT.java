package dev.millrace.source.sqlserver.container;

import dev.millrace.testing.contract.source.SourceContract;
import dev.millrace.testing.contract.source.SourceFixture;
import dev.millrace.testing.docker.NeedsDocker;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract of sources on SQL Server 2022 in a container, with Microsoft's driver and the server's own capture job. */
@ExtendWith(NeedsDocker.class)
class ContainerContractIT extends SourceContract {
    @Override
    protected SourceFixture newFixture() {
        return new ContainerFixture();
    }
}
