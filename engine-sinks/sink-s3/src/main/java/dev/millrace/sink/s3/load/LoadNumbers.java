package dev.millrace.sink.s3.load;

import java.util.Collection;
import java.util.TreeSet;

/** Numbers of a table's files of loaded rows, from 1, each given to one file. Thread-safe. */
public final class LoadNumbers {
    private final TreeSet<Integer> free = new TreeSet<>();
    private int last;

    synchronized int take() {
        Integer returned = free.pollFirst();
        return returned == null ? ++last : returned;
    }

    /** Gives back numbers of files that will never show. */
    synchronized void giveBack(Collection<Integer> numbers) {
        free.addAll(numbers);
    }

    /** All files of the table are gone. */
    public synchronized void reset() {
        free.clear();
        last = 0;
    }
}
