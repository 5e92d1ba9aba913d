package dev.millrace.differential.normal;

import java.util.List;

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
}
