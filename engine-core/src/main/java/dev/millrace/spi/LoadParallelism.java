package dev.millrace.spi;

/**
 * What a task asks of the writers of its load, of targets that take rows request by request; DMS's {@code TargetMetadata}.
 *
 * @param subTasks {@code MaxFullLoadSubTasks}: how many writers there may be at once
 * @param threads {@code ParallelLoadThreads}: requests that a writer may have under way at once; 0 leaves it to the target
 * @param bufferRows {@code ParallelLoadBufferSize}: rows of a writer that may wait for a request; 0 leaves it to the target
 */
public record LoadParallelism(int subTasks, int threads, int bufferRows) {
    /** What the target likes. */
    public static final LoadParallelism DEFAULT = new LoadParallelism(8, 0, 0);
}
