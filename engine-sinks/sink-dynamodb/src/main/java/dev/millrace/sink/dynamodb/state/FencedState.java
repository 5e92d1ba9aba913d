package dev.millrace.sink.dynamodb.state;

import dev.millrace.model.TableId;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.RefusedChange;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

import static dev.millrace.sink.dynamodb.state.ControlItems.number;
import static dev.millrace.sink.dynamodb.state.ControlItems.text;

/** A task's state as the writers of one instance see it: everything they write has its fence as the condition. Thread-safe. */
public final class FencedState {
    static final String POSITION = "checkpoint_position";
    static final String MICROS = "checkpoint_micros";
    static final String CHANGES = "checkpoint_changes";
    static final String ANNOUNCED = "announced_position";
    static final String ANNOUNCED_CHANGES = "announced_changes";
    static final String INCARNATION = "incarnation";
    static final String LAST_ERROR = "last_error_id";

    private static final String ANNOUNCE =
            "fence = :fence AND (attribute_not_exists(" + ANNOUNCED_CHANGES + ") OR " + ANNOUNCED_CHANGES + " < :n)";

    private final ControlItems items;
    private final ExceptionItems exceptions;
    private final Fence fence;

    public FencedState(ControlItems items, ExceptionItems exceptions, Fence fence) {
        this.items = items;
        this.exceptions = exceptions;
        this.fence = fence;
    }

    /** Notes that changes up to there may show from now on, and returns how they are marked. */
    public Versions announce(Checkpoint upTo) {
        Map<String, AttributeValue> arguments =
                Map.of(":fence", number(fence.number()), ":p", text(upTo.position()), ":n", number(upTo.changes()));
        Map<String, AttributeValue> state =
                items.alone(() -> items.calls().call("can't announce changes of task " + items.task(), client -> {
                    try {
                        return client.updateItem(request -> request.tableName(ControlTable.TASK.tableName())
                                        .key(items.key(ControlItems.STATE))
                                        .updateExpression("SET " + ANNOUNCED + " = :p, " + ANNOUNCED_CHANGES + " = :n")
                                        .conditionExpression(ANNOUNCE)
                                        .expressionAttributeValues(arguments)
                                        .returnValues("ALL_NEW")
                                        .returnValuesOnConditionCheckFailure(
                                                ReturnValuesOnConditionCheckFailure.ALL_OLD))
                                .attributes();
                    } catch (ConditionalCheckFailedException e) {
                        if (!e.hasItem() || number(e.item(), ControlItems.FENCE) != fence.number()) {
                            throw items.fenced(fence);
                        }
                        // another writer has announced a farther place
                        return e.item();
                    }
                }));
        return versions(state);
    }

    /** How changes are marked as of now. */
    public Versions versions() {
        return versions(items.get(ControlItems.STATE).orElseThrow(() -> items.fenced(fence)));
    }

    private static Versions versions(Map<String, AttributeValue> state) {
        return new Versions(
                number(state, INCARNATION), Math.max(number(state, CHANGES), number(state, ANNOUNCED_CHANGES)));
    }

    /** Moves the checkpoint, and writes down what is left out. */
    public void commit(Checkpoint checkpoint, Refusals refusals) {
        List<TransactWriteItem> suspensions = new ArrayList<>();
        refusals.suspended().forEach((table, reason) -> suspensions.add(suspension(items, table, reason)));
        items.alone(() -> {
            long last = exceptions.write(fence, refusals.refused());
            Map<String, AttributeValue> values = new HashMap<>(checkpoint(checkpoint));
            String expression = "SET " + POSITION + " = :p, " + MICROS + " = :m, " + CHANGES + " = :n";
            if (!refusals.refused().isEmpty()) {
                values.put(":e", number(last));
                expression += ", " + LAST_ERROR + " = :e";
            }
            items.write(fence, expression, values, suspensions);
            return true;
        });
        refusals.replayed().forEach(exceptions::delete);
    }

    /** Marks a chunk, and writes down what is left out of it. */
    public void chunkDone(TableId source, int ordinal, ChunkDone done, List<RefusedChange> refused) {
        TransactWriteItem mark = TransactWriteItem.builder()
                .update(update -> update.tableName(ControlTable.TASK.tableName())
                        .key(items.key(LoadPlans.chunk(source, ordinal)))
                        .updateExpression("SET done_rows = :r, done_low = :l, done_high = :h")
                        .expressionAttributeValues(
                                Map.of(":r", number(done.rows()), ":l", text(done.low()), ":h", text(done.high()))))
                .build();
        items.alone(() -> {
            long last = exceptions.write(fence, refused);
            if (refused.isEmpty()) {
                items.write(fence, List.of(mark));
            } else {
                items.write(fence, "SET " + LAST_ERROR + " = :e", Map.of(":e", number(last)), List.of(mark));
            }
            return true;
        });
    }

    static TransactWriteItem suspension(ControlItems items, TableId table, String reason) {
        return items.put(
                ControlItems.item("suspended", table),
                Map.of(
                        "table_owner", text(table.schema()),
                        "table_name", text(table.table()),
                        "reason", text(reason)));
    }

    static Map<String, AttributeValue> checkpoint(Checkpoint checkpoint) {
        return Map.of(
                ":p", text(checkpoint.position()),
                ":m", number(ChronoUnit.MICROS.between(Instant.EPOCH, checkpoint.commitTime())),
                ":n", number(checkpoint.changes()));
    }
}
