package dev.millrace.taskfile;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Gathers everything that is wrong with a task file, so that its user hears of it at once, and everything that has no effect. */
final class Notes {
    private record Problem(ErrorCode code, String text) {}

    private final Set<Problem> problems = new LinkedHashSet<>();
    private final List<ReportedSetting> reported = new ArrayList<>();

    void problem(ErrorCode code, String path, String text) {
        problems.add(new Problem(code, path + " " + text));
    }

    void report(ReportedSetting setting) {
        reported.add(setting);
    }

    List<ReportedSetting> reported() {
        return List.copyOf(reported);
    }

    int problemCount() {
        return problems.size();
    }

    /** One exception for all problems: with their code if they share one, else {@code TASK_FILE_INVALID}. */
    ReplicationException asException(String file) {
        Set<ErrorCode> codes = problems.stream().map(Problem::code).collect(Collectors.toSet());
        ErrorCode code = codes.size() == 1 ? codes.iterator().next() : ErrorCode.TASK_FILE_INVALID;
        if (problems.size() == 1) {
            return new ReplicationException(
                    code, file + ": " + problems.iterator().next().text());
        }
        String list = problems.stream().map(Problem::text).collect(Collectors.joining("\n  "));
        return new ReplicationException(code, file + " has " + problems.size() + " problems:\n  " + list);
    }
}
