package dev.millrace.spi;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One thing that a check of an endpoint found.
 *
 * @param severity whether the task can run all the same
 * @param code what kind of thing it is
 * @param problem what was found, and where
 * @param remedy what to do: the statement or the setting, ready to copy
 */
public record Finding(Severity severity, ErrorCode code, String problem, String remedy) {

    /** How much a finding matters. */
    public enum Severity {
        /** The task can't run. */
        BLOCKING,
        /** The task runs, but its user should know. */
        WARNING
    }

    public static Finding blocking(ErrorCode code, String problem, String remedy) {
        return new Finding(Severity.BLOCKING, code, problem, remedy);
    }

    public static Finding warning(ErrorCode code, String problem, String remedy) {
        return new Finding(Severity.WARNING, code, problem, remedy);
    }

    /** @throws ReplicationException with the code of the first blocking finding, and the words and remedies of all of them */
    public static void requireNoneBlocking(List<Finding> findings) {
        List<Finding> blocking = findings.stream()
                .filter(finding -> finding.severity() == Severity.BLOCKING)
                .toList();
        if (!blocking.isEmpty()) {
            throw new ReplicationException(
                    blocking.get(0).code(),
                    blocking.stream().map(Finding::toString).collect(Collectors.joining("\n")));
        }
    }

    @Override
    public String toString() {
        return problem + "; " + remedy;
    }
}
