package dev.millrace.examples.cli;

import dev.millrace.apply.Replay;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.spi.sink.RecordedChange;
import dev.millrace.task.ReplicationTask;
import dev.millrace.taskfile.TaskFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code replay}: lists what the target refused of a task, or applies it once more. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Applies the changes once more that the target has refused and the task has recorded.",
            "They are applied as they were: a row that has changed on the source since may get values of the past;"
                    + " run with --reload-table instead. Stop the task first."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:nothing is left",
            " 1:failed",
            " 2:bad command line or task file",
            " 3:changes were refused again"
        })
public final class ReplayCommand implements Callable<Integer> {
    private static final int MOST_LISTED = 1_000;

    @Parameters(paramLabel = "TASK.json", description = "The task file.")
    private Path file = Path.of("");

    @Option(names = "--list", description = "Only show what is recorded: number, table, kind, key, attempts, error.")
    private boolean list;

    @Option(
            names = "--table",
            paramLabel = "SCHEMA.TABLE",
            converter = TableName.class,
            description = "Only changes of this source table. Repeatable.")
    private List<TableId> tables = List.of();

    @Option(names = "--id", paramLabel = "NUMBER", description = "Only the change with this number. Repeatable.")
    private List<Long> ids = List.of();

    @Override
    public Integer call() {
        try {
            ReplicationTask task =
                    ReplicationTask.builder(TaskFile.read(file).configuration()).build();
            return list ? show(task) : replay(task);
        } catch (ReplicationException failure) {
            System.err.println("error " + failure.code() + ": " + failure.getMessage());
            return ExitCode.of(failure);
        }
    }

    private int show(ReplicationTask task) {
        List<RecordedChange> changes =
                task.refusedChanges(MOST_LISTED).stream().filter(this::isWanted).toList();
        for (RecordedChange change : changes) {
            System.out.println(change.id() + " " + change.source() + " " + change.kind() + " " + change.key()
                    + " attempts " + change.attempts() + " " + change.errorCode() + ": " + change.message());
        }
        System.out.println(changes.size() + (changes.size() == 1 ? " change" : " changes"));
        return ExitCode.DONE;
    }

    private int replay(ReplicationTask task) {
        Replay.Result result = task.replay(this::isWanted);
        System.out.println(result.applied() + " applied, " + result.refused() + " refused again"
                + result.failure()
                        .map(last -> ", the last because " + last.getMessage())
                        .orElse(""));
        return result.refused() > 0 ? ExitCode.DONE_WITH_EXCEPTIONS : ExitCode.DONE;
    }

    private boolean isWanted(RecordedChange change) {
        return (tables.isEmpty() || tables.contains(change.source())) && (ids.isEmpty() || ids.contains(change.id()));
    }
}
