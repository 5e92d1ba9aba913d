package dev.millrace.spi;

import java.nio.file.Path;
import java.time.Clock;

/**
 * What the engine hands to every source and sink it opens.
 *
 * @param taskName the task's identifier: names its slot, its publication, its rows in control tables and its threads
 * @param controlSchema {@code ControlTablesSettings.ControlSchema}; empty for the engine's own default place
 * @param clock tells the time; tests inject their own
 * @param stateDirectory where large things may be spilled; made on first use, emptied at the task's end
 * @param load how much the load may do at once
 */
public record TaskContext(
        String taskName, String controlSchema, Clock clock, Path stateDirectory, LoadParallelism load) {

    /** With a load as the target likes it. */
    public TaskContext(String taskName, String controlSchema, Clock clock, Path stateDirectory) {
        this(taskName, controlSchema, clock, stateDirectory, LoadParallelism.DEFAULT);
    }
}
