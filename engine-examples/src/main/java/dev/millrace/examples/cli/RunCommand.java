package dev.millrace.examples.cli;

import dev.millrace.config.StartMode;
import dev.millrace.config.StopCondition;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.task.ReplicationTask;
import dev.millrace.task.TaskStatus;
import dev.millrace.taskfile.TaskFile;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code run}: runs a task file to its end, or until it is told to stop. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs the task of a task file.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:done, or stopped in order",
            " 1:failed",
            " 2:bad command line or task file",
            " 3:done, but tables are suspended, or changes are in the exceptions table"
        })
public final class RunCommand implements Callable<Integer> {

    /** Which of the two ways to begin; they exclude each other. */
    static final class Start {
        @Option(names = "--resume", description = "Go on from the checkpoint; fail if there is none.")
        boolean resume;

        @Option(names = "--reload", description = "Forget the checkpoint and load every table again.")
        boolean reload;
    }

    @Parameters(paramLabel = "TASK.json", description = "The task file.")
    private Path file = Path.of("");

    @Option(
            names = "--until",
            paramLabel = "WHEN",
            defaultValue = "stopped",
            converter = Until.class,
            completionCandidates = Until.class,
            description = "When to end: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private StopCondition until = StopCondition.NONE;

    @ArgGroup
    private @Nullable Start start;

    @Option(
            names = "--reload-table",
            paramLabel = "SCHEMA.TABLE",
            converter = TableName.class,
            description = "Load this source table anew while the others go on; lifts its suspension. Repeatable.")
    private List<TableId> tablesToReload = List.of();

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, or json: the last line on standard output is then one status object. Default: text.")
    private OutputFormat output = OutputFormat.TEXT;

    @Override
    public Integer call() throws InterruptedException {
        PrintStream human = output == OutputFormat.JSON ? System.err : System.out;
        TaskFile taskFile;
        ReplicationTask task;
        Progress progress = Progress.on(human, Clock.systemUTC());
        try {
            taskFile = TaskFile.read(file);
            task = ReplicationTask.builder(taskFile.configuration())
                    .startMode(startMode())
                    .reloadTables(tablesToReload)
                    .stopWhen(until)
                    .listener(new Announcer(progress))
                    .build();
        } catch (ReplicationException failure) {
            System.err.println("error " + failure.code() + ": " + failure.getMessage());
            if (output == OutputFormat.JSON) {
                System.out.println(StatusJson.of(failure));
            }
            return ExitCode.of(failure);
        }
        return run(taskFile, task, progress);
    }

    private int run(TaskFile taskFile, ReplicationTask task, Progress progress) throws InterruptedException {
        OrderlyExit exit = OrderlyExit.on(task);
        int code = ExitCode.FAILED;
        try {
            taskFile.report().forEach(setting -> progress.say("note: " + setting));
            TaskStatus end = new TaskWatch(task, progress).untilEnd();
            progress.close();
            progress.say(Ending.of(end));
            if (output == OutputFormat.JSON) {
                System.out.println(StatusJson.of(end));
            }
            code = ExitCode.of(end);
            return code;
        } finally {
            System.out.flush();
            exit.finished(code);
        }
    }

    private StartMode startMode() {
        if (start == null) {
            return StartMode.AUTOMATIC;
        }
        return start.resume ? StartMode.RESUME : StartMode.RELOAD;
    }
}
