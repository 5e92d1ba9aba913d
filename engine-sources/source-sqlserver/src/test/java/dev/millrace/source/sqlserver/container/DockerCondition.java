package dev.millrace.source.sqlserver.container;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/**
 * Runs a class where there is Docker, and passes over it with one line where there is none. Testcontainers tells at length where it has looked, so
 * it is asked only if there is something to be found.
 */
final class DockerCondition implements ExecutionCondition {

    /** Looked for once in each JVM. */
    private static final class Here {
        static final ConditionEvaluationResult RESULT = look();
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Here.RESULT;
    }

    private static ConditionEvaluationResult look() {
        if (mayBeHere() && DockerClientFactory.instance().isDockerAvailable()) {
            return ConditionEvaluationResult.enabled("Docker is here");
        }
        String absent =
                "SQL Server in a container is passed over: neither DOCKER_HOST nor a socket leads to a Docker that answers";
        System.out.println(absent);
        return ConditionEvaluationResult.disabled(absent);
    }

    private static boolean mayBeHere() {
        String home = System.getProperty("user.home");
        String runtime = System.getenv().getOrDefault("XDG_RUNTIME_DIR", "/run");
        return System.getenv("DOCKER_HOST") != null
                || Stream.of(
                                Path.of("/var/run/docker.sock"),
                                Path.of(runtime, "docker.sock"),
                                Path.of(home, ".docker", "run", "docker.sock"),
                                Path.of(home, ".docker", "desktop", "docker.sock"))
                        .anyMatch(Files::exists);
    }
}
