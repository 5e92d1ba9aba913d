package dev.millrace.source.oracle.container;

import dev.millrace.testing.contract.source.SourceContract;
import dev.millrace.testing.contract.source.SourceFixture;
import dev.millrace.testing.docker.NeedsDocker;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

import static java.util.Objects.requireNonNull;

/** The contract of sources on a real Oracle, where there is Docker. */
@ExtendWith(NeedsDocker.class)
class ContainerContractIT extends SourceContract {
    private static @Nullable OracleServer server;

    @BeforeAll
    static void start() {
        server = OracleServer.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected SourceFixture newFixture() {
        return new ContainerFixture(requireNonNull(server));
    }
}
