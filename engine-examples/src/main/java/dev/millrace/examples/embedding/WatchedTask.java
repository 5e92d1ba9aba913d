package dev.millrace.examples.embedding;

import dev.millrace.config.MigrationType;
import dev.millrace.config.StopCondition;
import dev.millrace.config.TaskConfiguration;
import dev.millrace.config.TaskSettings;
import dev.millrace.mapping.MappingRules;
import dev.millrace.mapping.SelectionRule;
import dev.millrace.mapping.Transformation;
import dev.millrace.mapping.TransformationRule;
import dev.millrace.model.TableId;
import dev.millrace.spi.Endpoint;
import dev.millrace.task.ReplicationTask;
import dev.millrace.task.TaskListener;
import dev.millrace.task.TaskState;
import dev.millrace.task.TaskStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A task without a task file: typed configuration, a table renamed on the way, and a listener. */
public final class WatchedTask implements TaskListener {
    private final List<String> story = new ArrayList<>();

    /** Copies all tables of schema {@code shop} into schema {@code shop_copy}. */
    public TaskStatus copyShop(Endpoint source, Endpoint target, Path stateDirectory) throws InterruptedException {
        MappingRules mappings = MappingRules.of(
                SelectionRule.include(1, "shop", "%"),
                TransformationRule.ofSchema(2, "shop", new Transformation.Rename("shop_copy")));
        TaskConfiguration configuration = new TaskConfiguration(
                "copy-shop",
                MigrationType.FULL_LOAD,
                source,
                target,
                mappings,
                TaskSettings.DEFAULT,
                Optional.empty(),
                Optional.empty(),
                stateDirectory);
        try (ReplicationTask task = ReplicationTask.builder(configuration)
                .stopWhen(StopCondition.LOADED)
                .listener(this)
                .build()) {
            task.start();
            return task.awaitCompletion();
        }
    }

    /** What happened, in order. */
    public synchronized List<String> story() {
        return List.copyOf(story);
    }

    @Override
    public synchronized void onStateChange(TaskState from, TaskState to) {
        story.add(from + " -> " + to);
    }

    @Override
    public synchronized void onTableLoaded(TableId table, long rows) {
        story.add(table + ": " + rows + " rows");
    }
}
