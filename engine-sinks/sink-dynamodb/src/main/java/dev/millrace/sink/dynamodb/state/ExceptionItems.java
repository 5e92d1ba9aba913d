package dev.millrace.sink.dynamodb.state;

import dev.millrace.error.ReplicationException;
import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.refusal.RowImage;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.RecordedChange;
import dev.millrace.spi.sink.RefusedChange;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

import static dev.millrace.sink.dynamodb.state.ControlItems.number;
import static dev.millrace.sink.dynamodb.state.ControlItems.text;

/**
 * What is left out, in {@code awsdms_apply_exceptions}: DMS's columns for people, and whole images for a replay. A record counts once the
 * state says so, by the number of the last one; those behind are of commits that never came about. Thread-safe as {@link ControlItems}.
 */
public final class ExceptionItems {
    private static final String TABLE = ControlTable.EXCEPTIONS.tableName();
    private static final int IDS_OF_AN_INSTANCE_BITS = 32;
    private static final int RECORDS_AT_ONCE = 10;

    private final ControlItems items;
    private final LargeImages images;
    private final Clock clock;
    private long lastId;

    public ExceptionItems(ControlItems items, Clock clock) {
        this.items = items;
        this.images = new LargeImages(items);
        this.clock = clock;
    }

    /** Writes records that do not count yet, and returns the number of the last. Called by one thread at a time. */
    long write(Fence fence, List<RefusedChange> refused) {
        lastId = Math.max(lastId, fence.number() << IDS_OF_AN_INSTANCE_BITS);
        for (int from = 0; from < refused.size(); from += RECORDS_AT_ONCE) {
            List<TransactWriteItem> puts = new ArrayList<>();
            for (RefusedChange change : refused.subList(from, Math.min(from + RECORDS_AT_ONCE, refused.size()))) {
                lastId++;
                puts.add(put(fence, lastId, change));
            }
            items.write(fence, puts);
        }
        return lastId;
    }

    private TransactWriteItem put(Fence fence, long id, RefusedChange change) {
        Map<String, AttributeValue> item = new HashMap<>(key(id));
        item.put("TABLE_OWNER", text(change.source().schema()));
        item.put("TABLE_NAME", text(change.source().table()));
        item.put("ERROR_TIME", text(clock.instant().toString()));
        item.put("STATEMENT", text(change.kind() + " " + change.table().id().table()));
        item.put("ERROR", text(String.valueOf(change.failure().getMessage())));
        item.put("kind", text(change.kind().name()));
        item.put("position", text(change.position()));
        item.put("error_code", text(change.failure().code().name()));
        item.put("attempts", number(1));
        Row row = change.before() != null ? change.before() : change.after();
        item.put("row_key", text(row == null ? "{}" : RowImage.of(change.table(), row, keyColumns(change.table()))));
        addImage(fence, id, item, "before_image", change.table(), change.before());
        addImage(fence, id, item, "after_image", change.table(), change.after());
        return TransactWriteItem.builder()
                .put(put -> put.tableName(TABLE).item(item))
                .build();
    }

    private void addImage(
            Fence fence, long id, Map<String, AttributeValue> item, String name, TableSchema table, @Nullable Row row) {
        if (row != null) {
            item.put(name, text(images.keep(fence, id, name, RowImage.of(table, row))));
        }
    }

    private static int[] keyColumns(TableSchema table) {
        return table.identifyingKey()
                .map(KeySchema::columns)
                .map(table::ordinals)
                .orElseGet(() -> IntStream.range(0, table.columnCount()).toArray());
    }

    /** Records that count, in the order in which they were written. */
    List<RecordedChange> read(long afterId, long lastThatCounts, int limit) {
        if (afterId >= lastThatCounts) {
            return List.of();
        }
        List<RecordedChange> changes = new ArrayList<>();
        long after = afterId;
        while (changes.size() < limit) {
            List<Map<String, AttributeValue>> page = page(after, lastThatCounts, limit - changes.size());
            if (page.isEmpty()) {
                break;
            }
            for (Map<String, AttributeValue> item : page) {
                changes.add(change(item));
            }
            after = changes.get(changes.size() - 1).id();
        }
        return changes;
    }

    private List<Map<String, AttributeValue>> page(long after, long last, int limit) {
        if (after >= last) {
            return List.of();
        }
        return items.calls().call("can't read refused changes of task " + items.task(), client -> {
            try {
                return client.query(request -> request.tableName(TABLE)
                                .consistentRead(true)
                                .keyConditionExpression("TASK_NAME = :t AND ERROR_ID BETWEEN :from AND :to")
                                .expressionAttributeValues(Map.of(
                                        ":t", text(items.task()), ":from", number(after + 1), ":to", number(last)))
                                .limit(limit))
                        .items();
            } catch (ResourceNotFoundException e) {
                return List.of();
            }
        });
    }

    private RecordedChange change(Map<String, AttributeValue> item) {
        return new RecordedChange(
                number(item, "ERROR_ID"),
                new TableId(text(item, "TABLE_OWNER"), text(item, "TABLE_NAME")),
                RefusedChange.Kind.valueOf(text(item, "kind")),
                text(item, "position"),
                text(item, "row_key"),
                image(item, "before_image"),
                image(item, "after_image"),
                text(item, "error_code"),
                text(item, "ERROR"),
                (int) number(item, "attempts"),
                Instant.parse(text(item, "ERROR_TIME")));
    }

    private Optional<String> image(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name))
                .map(value -> images.whole(number(item, "ERROR_ID"), name, value.s()));
    }

    /** Forgets records of commits that never came about. */
    void deleteBehind(long lastThatCounts) {
        List<Map<String, AttributeValue>> page = page(lastThatCounts, Long.MAX_VALUE, 100);
        while (!page.isEmpty()) {
            page.forEach(item -> delete(number(item, "ERROR_ID")));
            page = page(lastThatCounts, Long.MAX_VALUE, 100);
        }
    }

    void delete(long id) {
        items.calls()
                .call(
                        "can't forget a refused change of task " + items.task(),
                        client -> client.deleteItem(
                                request -> request.tableName(TABLE).key(key(id))));
        images.delete(id);
    }

    TransactWriteItem refusedAgain(long id, ReplicationException failure) {
        return TransactWriteItem.builder()
                .update(update -> update.tableName(TABLE)
                        .key(key(id))
                        .updateExpression("SET attempts = attempts + :one, #error = :e, error_code = :c")
                        .expressionAttributeNames(Map.of("#error", "ERROR"))
                        .expressionAttributeValues(Map.of(
                                ":one", number(1),
                                ":e", text(String.valueOf(failure.getMessage())),
                                ":c", text(failure.code().name()))))
                .build();
    }

    private Map<String, AttributeValue> key(long id) {
        return Map.of("TASK_NAME", text(items.task()), "ERROR_ID", number(id));
    }
}
