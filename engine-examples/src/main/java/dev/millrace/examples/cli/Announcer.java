package dev.millrace.examples.cli;

import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.spi.Finding;
import dev.millrace.task.TaskListener;
import dev.millrace.task.TaskState;
import java.util.Locale;

/** Tells the turning points of a task, one line each. */
final class Announcer implements TaskListener {
    private final Progress progress;

    Announcer(Progress progress) {
        this.progress = progress;
    }

    @Override
    public void onStateChange(TaskState from, TaskState to) {
        progress.say("task " + to.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void onFinding(Finding finding) {
        progress.say("warning " + finding.code() + ": " + finding);
    }

    @Override
    public void onTableLoaded(TableId table, long rows) {
        progress.say("loaded " + table + ": " + Figures.count(rows) + " rows");
    }

    @Override
    public void onTableSuspended(TableId table, ReplicationException cause) {
        progress.say("suspended " + table + " after " + cause.code() + ": " + cause.getMessage()
                + "; mend it, then run again with --reload-table " + table);
    }

    @Override
    public void onRetry(ReplicationException error, int attempt) {
        progress.say("try " + attempt + " after " + error.code() + ": " + error.getMessage());
    }
}
