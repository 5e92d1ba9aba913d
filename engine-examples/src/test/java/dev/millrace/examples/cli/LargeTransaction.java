package dev.millrace.examples.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One transaction that inserts far more than the heap holds, and its way through a process of its own into PostgreSQL: rows of a number
 * and {@link #NAME}.
 */
final class LargeTransaction {
    /** The same in each row: 2.5 kilobytes. */
    static final String NAME = "a name as long as a page ".repeat(100).strip();

    private static final String HEAP = System.getProperty("millrace.large.heap", "256m");
    private static final int ROWS_AT_ONCE = 500;

    private final Path folder;
    private final int rows;

    LargeTransaction(Path folder, int rows) {
        this.folder = folder;
        this.rows = rows;
    }

    /** The numbers of its rows, as many at once as a statement is to insert. */
    List<List<Integer>> parts() {
        return IntStream.iterate(1, from -> from <= rows, from -> from + ROWS_AT_ONCE)
                .mapToObj(from -> IntStream.range(from, Math.min(from + ROWS_AT_ONCE, rows + 1))
                        .boxed()
                        .toList())
                .toList();
    }

    /** The task loads the empty table, and follows when the transaction is committed. */
    void goesThroughASmallHeap(String pair, Path task, Runnable transaction) throws Exception {
        run(task);
        transaction.run();
        HeapLog heap = new HeapLog(folder.resolve("gc.log"));
        long begun = System.nanoTime();

        run(task, heap.option(), "-Xmx" + HEAP);

        System.out.printf(
                "large transaction: %s, %,d rows of 2.5 kilobytes in %.1f s with -Xmx%s; heap at most %d MB, %d MB after a collection%n",
                pair, rows, (System.nanoTime() - begun) / 1e9, HEAP, heap.peakMegabytes(), heap.keptMegabytes());
    }

    private void run(Path task, String... jvmOptions) throws Exception {
        String[] arguments = {"run", task.toString(), "--until", "caught-up", "--output", "json"};
        try (MillraceProcess process = MillraceProcess.startOfClassPath(folder, List.of(jvmOptions), arguments)) {
            assertThat(process.awaitEnd(Duration.ofSeconds(180 + rows / 500)))
                    .as(process.output())
                    .isZero();
        }
    }

    /** All of it is in the table. */
    void isIn(Database target, String table, String id, String name) throws Exception {
        assertThat(target.rows("SELECT count(*), sum(%s), min(%s), max(%s) FROM %s".formatted(id, name, name, table)))
                .containsExactly(rows + " " + rows * (rows + 1L) / 2 + " " + NAME + " " + NAME);
    }
}
