package dev.millrace.source.mysql.binlog;

import dev.millrace.model.ChangeEvent;
import dev.millrace.model.TableSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts children behind the parent whose new key they take. Since 9.6 MySQL logs what foreign keys change by themselves, children
 * first: a target with the same foreign key would refuse them, as their parent is not there yet. Behind the parent they find that
 * the target has moved them already.
 *
 * <p>Changes by foreign keys look like those of a session without {@code foreign_key_checks}; only what follows tells. So updates
 * are held until an event of the statement is checked, which is the parent, or until the statement ends and all were unchecked.
 * Deleted children are right in front of their parent. Not thread-safe.
 */
final class CascadeOrder {
    /** More than that is not held: hardly one parent has so many children, but a session without checks may change any number. */
    private static final int LARGEST_HELD = 500_000;

    private final List<List<ChangeEvent>> held = new ArrayList<>();
    private int heldChanges;

    /** The list that takes the changes of an event: {@code out}, or one that is held back. */
    List<ChangeEvent> placeFor(RowsEvent rows, TableSchema table, List<ChangeEvent> out) {
        if (isUnchecked(rows) && rows.endsStatement()) {
            releaseInOrder(out);
        }
        if (!isUnchecked(rows) || rows.endsStatement() || !takesNewKeys(rows, table)) {
            return out;
        }
        if (heldChanges > LARGEST_HELD) {
            releaseInOrder(out);
            return out;
        }
        List<ChangeEvent> place = new ArrayList<>();
        held.add(place);
        return place;
    }

    /** Goes on behind an event, of whichever table. */
    void passed(RowsEvent rows, List<ChangeEvent> out) {
        if (isUnchecked(rows)) {
            heldChanges = held.stream().mapToInt(List::size).sum();
            return;
        }
        for (int i = held.size() - 1; i >= 0; i--) {
            out.addAll(held.get(i));
        }
        forget();
    }

    /** The transaction ends. */
    void releaseInOrder(List<ChangeEvent> out) {
        held.forEach(out::addAll);
        forget();
    }

    private void forget() {
        held.clear();
        heldChanges = 0;
    }

    private static boolean isUnchecked(RowsEvent rows) {
        return rows.has(RowsEvent.FOREIGN_KEYS_IN_LOG) && rows.has(RowsEvent.WITHOUT_FOREIGN_KEY_CHECKS);
    }

    private static boolean takesNewKeys(RowsEvent rows, TableSchema table) {
        return rows.kind() == RowsDecoder.Kind.UPDATE
                && table.foreignKeys().stream().anyMatch(key -> key.onUpdate().startsWith("CASCADE"));
    }
}
