package dev.millrace.benchmarks.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Processor time as Linux's {@code /proc/PID/stat} tells it, in clock ticks of 10 ms; zero on other systems.
 */
final class ProcessorTime {
    private static final long MILLIS_PER_TICK = 10;
    private static final int USER = 11;
    private static final int CHILDREN_USER = 13;
    private static final int CHILDREN_SYSTEM = 14;

    private ProcessorTime() {}

    /** Of a process, of those of its children that live, and of those that have ended. */
    static Duration ofTree(long pid) {
        long endedBefore;
        Duration sum;
        do {
            // a child that ends while the others are looked at moves from those that live to those that have ended
            endedBefore = ticks(pid, CHILDREN_USER, CHILDREN_SYSTEM);
            sum = ofTreeNow(pid);
        } while (ticks(pid, CHILDREN_USER, CHILDREN_SYSTEM) != endedBefore);
        return sum;
    }

    private static Duration ofTreeNow(long pid) {
        long ticks = ticks(pid, USER, CHILDREN_SYSTEM);
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isPresent()) {
            ticks += process.get()
                    .descendants()
                    .mapToLong(child -> ticks(child.pid(), USER, CHILDREN_SYSTEM))
                    .sum();
        }
        return Duration.ofMillis(ticks * MILLIS_PER_TICK);
    }

    /** Of this process's own children that have ended. */
    static Duration ofEndedChildren() {
        return Duration.ofMillis(
                ticks(ProcessHandle.current().pid(), CHILDREN_USER, CHILDREN_SYSTEM) * MILLIS_PER_TICK);
    }

    /** Fields are counted behind the command's name, which may hold blanks and ends with the last parenthesis. */
    private static long ticks(long pid, int first, int last) {
        try {
            String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = line.substring(line.lastIndexOf(')') + 2).strip().split(" ");
            long ticks = 0;
            for (int i = first; i <= last; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            return ticks;
        } catch (IOException gone) {
            return 0;
        }
    }
}
