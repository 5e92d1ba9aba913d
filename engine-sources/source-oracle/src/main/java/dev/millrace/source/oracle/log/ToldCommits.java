package dev.millrace.source.oracle.log;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Up to which commit Debezium has told each redo thread, as {@code commit_scn} has it: {@code number:thread:transaction-transaction} and so on, with
 * commas between.
 */
record ToldCommits(Map<Integer, Last> threads) {

    /** Everything before a number, and these transactions at it. */
    record Last(long scn, Set<String> transactions) {
        private boolean contains(Last other) {
            return scn > other.scn || (scn == other.scn && transactions.containsAll(other.transactions));
        }
    }

    static ToldCommits of(String commits) {
        Map<Integer, Last> threads = new HashMap<>();
        for (String thread : commits.split(",")) {
            String[] parts = thread.split(":", -1);
            Set<String> transactions = parts[2].isEmpty() ? Set.of() : Set.of(parts[2].split("-"));
            threads.put(Integer.valueOf(parts[1]), new Last(Long.parseLong(parts[0]), transactions));
        }
        return new ToldCommits(threads);
    }

    /** The last number of all threads. */
    long last() {
        return threads.values().stream().mapToLong(Last::scn).max().orElse(0);
    }

    /** Whether these tell all that the others do. A thread of which those name no transaction has told nothing since they began. */
    boolean contain(ToldCommits others) {
        return others.threads.entrySet().stream()
                .filter(other -> !other.getValue().transactions().isEmpty())
                .allMatch(other -> {
                    Last mine = threads.get(other.getKey());
                    return mine != null && mine.contains(other.getValue());
                });
    }
}
