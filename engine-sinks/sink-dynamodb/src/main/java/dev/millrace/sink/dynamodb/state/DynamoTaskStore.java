package dev.millrace.sink.dynamodb.state;

import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.RecordedChange;
import dev.millrace.spi.sink.TableProgress;
import dev.millrace.spi.sink.TaskStore;
import dev.millrace.spi.source.Chunk;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static dev.millrace.sink.dynamodb.state.ControlItems.number;
import static dev.millrace.sink.dynamodb.state.ControlItems.text;

/** A {@link TaskStore} in items of the target. What takes more than one request is ordered so that it can be cut anywhere. */
public final class DynamoTaskStore implements TaskStore {
    private static final String FINGERPRINT = "fingerprint";

    private final ControlItems items;
    private final ExceptionItems exceptions;
    private final LoadPlans plans;
    private final String fingerprint;
    private final Clock clock;

    /** @param fingerprint tells which tables the task captures: others give changes other numbers; empty if that does not matter */
    public DynamoTaskStore(ControlItems items, ExceptionItems exceptions, String fingerprint, Clock clock) {
        this.items = items;
        this.exceptions = exceptions;
        this.plans = new LoadPlans(items);
        this.fingerprint = fingerprint;
        this.clock = clock;
    }

    @Override
    public Fence acquire() {
        items.makeTables();
        Map<String, AttributeValue> state = items.calls()
                .call(
                        "can't take over task " + items.task(),
                        client -> client.updateItem(request -> request.tableName(ControlTable.TASK.tableName())
                                        .key(items.key(ControlItems.STATE))
                                        .updateExpression("ADD fence :one")
                                        .expressionAttributeValues(Map.of(":one", number(1)))
                                        .returnValues("ALL_NEW"))
                                .attributes());
        Fence fence = new Fence(number(state, ControlItems.FENCE));
        if (!fingerprint.isEmpty() && !text(state, FINGERPRINT).equals(fingerprint)) {
            items.write(
                    fence,
                    "SET " + FINGERPRINT + " = :f, " + FencedState.INCARNATION + " = :i",
                    Map.of(":f", text(fingerprint), ":i", number(nextIncarnation(state))),
                    List.of());
        }
        exceptions.deleteBehind(number(state, FencedState.LAST_ERROR));
        return fence;
    }

    private long nextIncarnation(Map<String, AttributeValue> state) {
        return Math.max(clock.millis(), number(state, FencedState.INCARNATION) + 1);
    }

    private Map<String, AttributeValue> state() {
        return items.get(ControlItems.STATE).orElse(Map.of());
    }

    @Override
    public Optional<Checkpoint> checkpoint() {
        Map<String, AttributeValue> state = state();
        return Optional.ofNullable(state.get(FencedState.POSITION))
                .map(position -> new Checkpoint(
                        position.s(),
                        Instant.EPOCH.plus(number(state, FencedState.MICROS), ChronoUnit.MICROS),
                        number(state, FencedState.CHANGES)));
    }

    @Override
    public Optional<String> announced() {
        Map<String, AttributeValue> state = state();
        boolean isAhead = number(state, FencedState.ANNOUNCED_CHANGES) > number(state, FencedState.CHANGES);
        return Optional.ofNullable(state.get(FencedState.ANNOUNCED))
                .filter(position -> isAhead)
                .map(AttributeValue::s);
    }

    @Override
    public void begin(Fence fence, Checkpoint start) {
        Map<String, AttributeValue> values = new HashMap<>(FencedState.checkpoint(start));
        values.put(":i", number(nextIncarnation(state())));
        items.write(
                fence,
                "SET " + FencedState.POSITION + " = :p, " + FencedState.MICROS + " = :m, " + FencedState.CHANGES
                        + " = :n, " + FencedState.INCARNATION + " = :i REMOVE " + FencedState.ANNOUNCED + ", "
                        + FencedState.ANNOUNCED_CHANGES,
                values,
                List.of());
    }

    /** Without its checkpoint the task must have no chunk that is done, so these go first. */
    @Override
    public void reset(Fence fence) {
        items.write(fence, List.of());
        plans.unmark(fence);
        plans.delete(fence, "suspended#");
        items.write(
                fence,
                "SET " + FencedState.INCARNATION + " = :i REMOVE " + FencedState.POSITION + ", " + FencedState.MICROS
                        + ", " + FencedState.CHANGES + ", " + FencedState.ANNOUNCED + ", "
                        + FencedState.ANNOUNCED_CHANGES,
                Map.of(":i", number(nextIncarnation(state()))),
                List.of());
    }

    /** The fence and the number of the last exception stay: what comes later must have greater ones. */
    @Override
    public void delete(Fence fence) {
        reset(fence);
        for (String kind : List.of("table#", "chunk#")) {
            plans.delete(fence, kind);
        }
        items.write(fence, "SET fence = :next", Map.of(":next", number(fence.number() + 1)), List.of());
    }

    @Override
    public List<TableProgress> loadProgress() {
        return plans.read();
    }

    @Override
    public void planTable(Fence fence, TableId source, boolean created, List<Chunk> chunks) {
        plans.replace(fence, source, created, chunks);
    }

    @Override
    public void suspend(Fence fence, TableId source, String reason) {
        items.write(fence, List.of(FencedState.suspension(items, source, reason)));
    }

    @Override
    public Set<TableId> suspendedTables() {
        Set<TableId> suspended = new HashSet<>();
        items.query("suspended#")
                .forEach(item -> suspended.add(new TableId(text(item, "table_owner"), text(item, "table_name"))));
        return suspended;
    }

    @Override
    public List<RecordedChange> refusedChanges(long afterId, int limit) {
        return exceptions.read(afterId, number(state(), FencedState.LAST_ERROR), limit);
    }

    @Override
    public void refusedAgain(Fence fence, long id, ReplicationException failure) {
        items.write(fence, List.of(exceptions.refusedAgain(id, failure)));
    }

    @Override
    public void close() {}
}
