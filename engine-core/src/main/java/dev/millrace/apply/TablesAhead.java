package dev.millrace.apply;

import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.spi.sink.TableAhead;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Knows which changes behind the checkpoint a record of the log holds already. Belongs to the apply thread. */
final class TablesAhead {
    private record Place(SourcePosition transaction, long changes) {}

    private final Map<TableId, Place> places = new HashMap<>();

    /** @param parse reads back {@link SourcePosition#encode()} */
    TablesAhead(List<TableAhead> tables, Function<String, SourcePosition> parse) {
        tables.forEach(table -> places.put(table.source(), new Place(parse.apply(table.position()), table.changes())));
    }

    /**
     * Whether the change is in the record.
     *
     * @param transaction the place that its begin told
     * @param ordinal which of the table's changes in the transaction it is, from 1
     */
    boolean contains(TableId source, SourcePosition transaction, long ordinal) {
        Place place = places.get(source);
        if (place == null || !place.transaction().covers(transaction)) {
            return false;
        }
        boolean isTheLast = transaction.covers(place.transaction());
        return !isTheLast || ordinal <= place.changes();
    }
}
