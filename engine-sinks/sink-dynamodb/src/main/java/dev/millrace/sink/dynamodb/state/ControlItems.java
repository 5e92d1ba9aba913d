package dev.millrace.sink.dynamodb.state;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.sink.dynamodb.call.DynamoCalls;
import dev.millrace.sink.dynamodb.call.TableLife;
import dev.millrace.spi.sink.Fence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * The items of one task in the control tables. Every write has the task's fence as its condition. Thread-safe: writers of this instance
 * write one after the other, since the service refuses transactions that meet.
 */
public final class ControlItems {
    static final String STATE = "state";
    static final String FENCE = "fence";
    private static final String FENCED = "fence = :fence";
    private static final String CONDITION_FAILED = "ConditionalCheckFailed";

    private final DynamoCalls calls;
    private final TableLife tables;
    private final String task;
    private final ReentrantLock lock = new ReentrantLock();

    public ControlItems(DynamoCalls calls, TableLife tables, String task) {
        this.calls = calls;
        this.tables = tables;
        this.task = task;
    }

    DynamoCalls calls() {
        return calls;
    }

    String task() {
        return task;
    }

    void makeTables() {
        for (ControlTable table : ControlTable.values()) {
            tables.createIfMissing(table.tableName(), table.partitionKey(), table.sortKey(), table.sortType());
        }
    }

    /** The key of an item of this task. */
    Map<String, AttributeValue> key(String item) {
        return Map.of("task", text(task), "item", text(item));
    }

    /** The item with that sort key; empty if there is none, or no control table. */
    Optional<Map<String, AttributeValue>> get(String item) {
        return calls.call("can't read the state of task " + task, client -> {
            try {
                Map<String, AttributeValue> found = client.getItem(
                                request -> request.tableName(ControlTable.TASK.tableName())
                                        .key(key(item))
                                        .consistentRead(true))
                        .item();
                return found.isEmpty() ? Optional.empty() : Optional.of(found);
            } catch (ResourceNotFoundException e) {
                return Optional.empty();
            }
        });
    }

    /** All items whose sort keys begin so, in the order of these; none if there is no control table. */
    List<Map<String, AttributeValue>> query(String begin) {
        List<Map<String, AttributeValue>> found = new ArrayList<>();
        Map<String, AttributeValue> from = Map.of();
        do {
            Map<String, AttributeValue> next = from;
            Optional<QueryResponse> page = calls.call("can't read the state of task " + task, client -> {
                try {
                    return Optional.of(client.query(request -> request.tableName(ControlTable.TASK.tableName())
                            .consistentRead(true)
                            .keyConditionExpression("#t = :t AND begins_with(#i, :begin)")
                            .expressionAttributeNames(Map.of("#t", "task", "#i", "item"))
                            .expressionAttributeValues(Map.of(":t", text(task), ":begin", text(begin)))
                            .exclusiveStartKey(next.isEmpty() ? null : next)));
                } catch (ResourceNotFoundException e) {
                    return Optional.empty();
                }
            });
            page.ifPresent(answer -> found.addAll(answer.items()));
            from = page.map(QueryResponse::lastEvaluatedKey).orElse(Map.of());
        } while (!from.isEmpty());
        return found;
    }

    /** Does something that other writers of this instance must not come between. */
    <T> T alone(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Changes the state together with other items.
     *
     * @param expression what becomes of the state; arguments as in {@code values}
     * @throws ReplicationException {@code FENCED}, and nothing is changed
     */
    void write(Fence fence, String expression, Map<String, AttributeValue> values, List<TransactWriteItem> others) {
        Map<String, AttributeValue> arguments = new HashMap<>(values);
        arguments.put(":fence", number(fence.number()));
        List<TransactWriteItem> items = new ArrayList<>();
        items.add(TransactWriteItem.builder()
                .update(Update.builder()
                        .tableName(ControlTable.TASK.tableName())
                        .key(key(STATE))
                        .updateExpression(expression)
                        .conditionExpression(FENCED)
                        .expressionAttributeValues(arguments)
                        .build())
                .build());
        items.addAll(others);
        transact(fence, items);
    }

    /** Changes items under the fence, without changing the state. */
    void write(Fence fence, List<TransactWriteItem> others) {
        List<TransactWriteItem> items = new ArrayList<>();
        items.add(TransactWriteItem.builder()
                .conditionCheck(check -> check.tableName(ControlTable.TASK.tableName())
                        .key(key(STATE))
                        .conditionExpression(FENCED)
                        .expressionAttributeValues(Map.of(":fence", number(fence.number()))))
                .build());
        items.addAll(others);
        transact(fence, items);
    }

    private void transact(Fence fence, List<TransactWriteItem> items) {
        alone(() -> calls.call("can't write the state of task " + task, client -> {
            try {
                return client.transactWriteItems(request -> request.transactItems(items));
            } catch (TransactionCanceledException e) {
                if (e.cancellationReasons().stream().anyMatch(reason -> CONDITION_FAILED.equals(reason.code()))) {
                    throw fenced(fence);
                }
                throw e;
            }
        }));
    }

    ReplicationException fenced(Fence fence) {
        return new ReplicationException(
                ErrorCode.FENCED,
                "a later instance of task " + task + " has taken it over from instance " + fence.number());
    }

    TransactWriteItem put(String item, Map<String, AttributeValue> values) {
        Map<String, AttributeValue> all = new HashMap<>(values);
        all.putAll(key(item));
        return TransactWriteItem.builder()
                .put(put -> put.tableName(ControlTable.TASK.tableName()).item(all))
                .build();
    }

    TransactWriteItem delete(String item) {
        return TransactWriteItem.builder()
                .delete(delete ->
                        delete.tableName(ControlTable.TASK.tableName()).key(key(item)))
                .build();
    }

    /** A sort key that names a table of the source; no two tables have the same. */
    static String item(String kind, TableId table) {
        return kind + "#" + table.schema().length() + "#" + table.table().length() + "#" + table.schema() + "#"
                + table.table() + "#";
    }

    static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    static long number(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null ? 0 : Long.parseLong(value.n());
    }

    static String text(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null ? "" : value.s();
    }
}
