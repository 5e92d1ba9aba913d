package dev.millrace.source.oracle.log;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which open transactions have written rows whose address LogMiner does not know, as it shows statements that write large values, and have then taken back a
 * change of the same table, to a savepoint or because a statement failed. Debezium (3.5) finds the change that is taken back by the row's address: it would tell
 * one that is none any more, leave out another, or stop. Whether that matters is known at the commit. Belongs to one thread.
 */
final class UnaddressedRows {
    private static final String NO_ADDRESS = "AAAAAAAAAAAAAAAAAA";

    private final Map<ByteBuffer, Set<String>> written = new HashMap<>();
    private final Map<ByteBuffer, String> takenBack = new HashMap<>();

    /** A transaction begins, perhaps again. */
    void begin(ByteBuffer transaction) {
        end(transaction);
    }

    /** A row of a table is written. */
    void writes(ByteBuffer transaction, String table, String address) {
        if (address.equals(NO_ADDRESS)) {
            written.computeIfAbsent(transaction, begun -> new HashSet<>()).add(table);
        }
    }

    /** A change of a table is taken back; whether it is not known which. */
    boolean takesBack(ByteBuffer transaction, String table) {
        boolean unknown = written.getOrDefault(transaction, Set.of()).contains(table);
        if (unknown) {
            takenBack.put(transaction, table);
        }
        return unknown;
    }

    /** A transaction ends; the table, if it can't be told what it has done to it. */
    Optional<String> end(ByteBuffer transaction) {
        written.remove(transaction);
        return Optional.ofNullable(takenBack.remove(transaction));
    }
}
