package dev.millrace.sink.dynamodb.write;

import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.dynamodb.call.DynamoCalls;
import dev.millrace.sink.dynamodb.call.RequestPool;
import dev.millrace.sink.dynamodb.item.ItemLayout;
import dev.millrace.sink.dynamodb.state.FencedState;
import dev.millrace.sink.dynamodb.state.Refusals;
import dev.millrace.sink.dynamodb.state.Versions;
import dev.millrace.spi.sink.ChangeSet;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.RefusedChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Applies sets item by item, those of a set beside each other, each under the number of its change. Everything that a set needs is
 * made before its first request, so that a row that becomes no item is told before anything of the set shows.
 */
public final class DynamoChangeWriter implements ChangeWriter {
    private final ItemChanges items;
    private final ItemScan scan;
    private final RequestPool pool;
    private final FencedState state;
    private final Map<TableSchema, ItemLayout> layouts = new HashMap<>();
    private final List<RefusedChange> refused = new ArrayList<>();
    private final Map<TableId, String> suspended = new LinkedHashMap<>();
    private final List<Long> replayed = new ArrayList<>();
    private @Nullable Versions versions;
    private int markedRefused;

    /**
     * @param versionName the attribute of items that holds the version of their last change
     * @param pool makes the requests of a set beside each other
     */
    public DynamoChangeWriter(DynamoCalls calls, String versionName, RequestPool pool, FencedState state) {
        this.items = new ItemChanges(new VersionedItems(calls, versionName));
        this.scan = new ItemScan(calls);
        this.pool = pool;
        this.state = state;
    }

    @Override
    public void announce(Checkpoint upTo) {
        versions = state.announce(upTo);
    }

    @Override
    public int apply(ChangeSet changes) {
        ItemLayout layout = layouts.computeIfAbsent(changes.table(), ItemLayout::of);
        if (changes.kind() == ChangeSet.Kind.TRUNCATE) {
            List<Supplier<Boolean>> deletes = new ArrayList<>();
            for (Map<String, AttributeValue> key : scan.keys(layout.tableName(), layout.keyNames())) {
                deletes.add(items.delete(layout, key, version(changes, 0)));
            }
            run(deletes);
            return 0;
        }
        List<Supplier<Boolean>> requests = new ArrayList<>(changes.size());
        for (int i = 0; i < changes.size(); i++) {
            requests.add(request(layout, changes, i, version(changes, i)));
        }
        return run(requests);
    }

    private Supplier<Boolean> request(ItemLayout layout, ChangeSet changes, int i, AttributeValue under) {
        return switch (changes.kind()) {
            case INSERT, UPSERT -> items.put(layout, changes.rows().get(i), under);
            case UPDATE -> {
                Row before = changes.identities().get(i);
                Row after = changes.rows().get(i);
                yield layout.movesKey(before, after)
                        ? items.move(layout, before, after, under)
                        : items.update(layout, before, after, under);
            }
            case DELETE -> items.delete(layout, layout.key(changes.identities().get(i)), under);
            case TRUNCATE -> throw new IllegalArgumentException("a truncation concerns no row");
        };
    }

    private int run(List<Supplier<Boolean>> requests) {
        if (requests.size() == 1) {
            return requests.get(0).get() ? 1 : 0;
        }
        List<Future<Boolean>> underWay = new ArrayList<>(requests.size());
        requests.forEach(request -> underWay.add(pool.submit(request)));
        int hit = 0;
        for (boolean found : RequestPool.await(underWay)) {
            hit += found ? 1 : 0;
        }
        return hit;
    }

    /** Replays on demand announce nothing, and number nothing: they come behind everything that was. */
    private AttributeValue version(ChangeSet changes, int i) {
        Versions known = versions;
        if (known == null) {
            known = state.versions();
            versions = known;
        }
        return changes.sequences().isEmpty()
                ? known.latest()
                : known.of(changes.sequences().get(i));
    }

    @Override
    public void mark() {
        markedRefused = refused.size();
    }

    @Override
    public void rollbackToMark() {
        refused.subList(markedRefused, refused.size()).clear();
    }

    @Override
    public void record(RefusedChange change) {
        refused.add(change);
    }

    @Override
    public void suspend(TableId source, String reason) {
        suspended.putIfAbsent(source, reason);
    }

    @Override
    public void replayed(long id) {
        replayed.add(id);
    }

    @Override
    public void commit(Checkpoint checkpoint) {
        state.commit(checkpoint, new Refusals(List.copyOf(refused), Map.copyOf(suspended), List.copyOf(replayed)));
        items.committed();
        rollback();
    }

    /** What was applied stays; what was to be written down is forgotten. */
    @Override
    public void rollback() {
        refused.clear();
        suspended.clear();
        replayed.clear();
        markedRefused = 0;
    }

    @Override
    public void close() {
        rollback();
    }
}
