package dev.millrace.differential.normal;

import java.util.List;
import java.util.Set;

/**
 * The changes of one transaction.
 *
 * @param name the server's own name for it, as far as the reader tells it
 * @param events in log order
 */
public record NormalTransaction(String name, List<NormalEvent> events) {
    public NormalTransaction {
        events = List.copyOf(events);
    }

    /** Without the changes of these tables. */
    public NormalTransaction without(Set<String> tables) {
        return new NormalTransaction(
                name,
                events.stream().filter(event -> !tables.contains(event.table())).toList());
    }
}
