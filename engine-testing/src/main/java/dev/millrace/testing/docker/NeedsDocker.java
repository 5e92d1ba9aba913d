package dev.millrace.testing.docker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/**
 * Runs a class where Docker answers, and says in one line elsewhere that it does not run. Testcontainers, which whoever uses this declares himself, takes
 * its time and many words to find nothing; so it is asked only where there is something to ask. Stateless; Docker is looked for once in each JVM.
 */
public final class NeedsDocker implements ExecutionCondition {

    private static final class Docker {
        static final boolean ANSWERS =
                mayBeThere() && DockerClientFactory.instance().isDockerAvailable();

        private Docker() {}
    }

    /** For JUnit. */
    public NeedsDocker() {}

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (Docker.ANSWERS) {
            return ConditionEvaluationResult.enabled("Docker answers");
        }
        String notRun =
                context.getRequiredTestClass().getName() + " does not run: it needs Docker, and none answers here";
        System.out.println(notRun);
        return ConditionEvaluationResult.disabled(notRun);
    }

    /** The places where Testcontainers' documentation says that it looks. */
    private static boolean mayBeThere() {
        String home = System.getProperty("user.home", "");
        String runtime = System.getenv().getOrDefault("XDG_RUNTIME_DIR", "/run");
        return System.getenv("DOCKER_HOST") != null
                || System.getProperty("os.name", "").startsWith("Windows")
                || Stream.of(
                                Path.of("/var/run/docker.sock"),
                                Path.of(runtime, "docker.sock"),
                                Path.of(home, ".docker", "run", "docker.sock"),
                                Path.of(home, ".docker", "desktop", "docker.sock"),
                                Path.of(home, ".testcontainers.properties"))
                        .anyMatch(Files::exists);
    }
}
