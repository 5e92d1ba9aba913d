package dev.millrace.sink.dynamodb.write;

import dev.millrace.sink.dynamodb.call.DynamoCalls;
import dev.millrace.sink.dynamodb.item.AttributePath;
import dev.millrace.sink.dynamodb.item.ItemEdit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Writes single items under a version, which stays with the item: one that was written under a greater version is left as it is.
 * Thread-safe.
 */
final class VersionedItems {
    private static final String NOT_NEWER = "(attribute_not_exists(#v) OR #v <= :v)";
    private static final String THERE_AND_NOT_NEWER = "attribute_exists(#k) AND " + NOT_NEWER;
    private static final String CONDITION_FAILED = "ConditionalCheckFailed";

    private final DynamoCalls calls;
    private final String versionName;

    /** @param versionName the attribute that holds the version */
    VersionedItems(DynamoCalls calls, String versionName) {
        this.calls = calls;
        this.versionName = versionName;
    }

    /** What became of a request. */
    enum Outcome {
        /** The item is as it was wanted. */
        DONE,
        /** The item was written under a greater version. */
        NEWER,
        /** There is no such item. */
        MISSING
    }

    /** The item as it is; empty if there is none. */
    Map<String, AttributeValue> get(String table, Map<String, AttributeValue> key) {
        return calls.call(
                "can't read an item of " + table,
                client -> client.getItem(
                                request -> request.tableName(table).key(key).consistentRead(true))
                        .item());
    }

    /** The item as a row has it, without what says how new it is. */
    Map<String, AttributeValue> values(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> values = new HashMap<>(item);
        values.remove(versionName);
        return values;
    }

    /** Puts a whole item there, whether there is one or not. */
    Outcome put(String table, Map<String, AttributeValue> item, AttributeValue version) {
        return calls.call("can't put an item into " + table, client -> {
            try {
                client.putItem(request -> request.tableName(table)
                        .item(versioned(item, version))
                        .conditionExpression(NOT_NEWER)
                        .expressionAttributeNames(Map.of("#v", versionName))
                        .expressionAttributeValues(Map.of(":v", version)));
                return Outcome.DONE;
            } catch (ConditionalCheckFailedException e) {
                return Outcome.NEWER;
            }
        });
    }

    /**
     * Gives an item that is there other values.
     *
     * @param edit concerns no attribute of the key
     */
    Outcome update(String table, Map<String, AttributeValue> key, ItemEdit edit, AttributeValue version) {
        Map<String, String> names = names(key);
        Map<String, AttributeValue> arguments = new HashMap<>(Map.of(":v", version));
        List<String> set = new ArrayList<>(List.of("#v = :v"));
        edit.values().forEach((path, value) -> {
            String argument = ":a" + arguments.size();
            arguments.put(argument, value);
            set.add(expression(path, names) + " = " + argument);
        });
        List<String> remove = new ArrayList<>();
        edit.removed().forEach(path -> remove.add(expression(path, names)));
        String expression =
                "SET " + String.join(", ", set) + (remove.isEmpty() ? "" : " REMOVE " + String.join(", ", remove));
        return calls.call("can't update an item of " + table, client -> {
            try {
                client.updateItem(request -> request.tableName(table)
                        .key(key)
                        .updateExpression(expression)
                        .conditionExpression(THERE_AND_NOT_NEWER)
                        .expressionAttributeNames(names)
                        .expressionAttributeValues(arguments)
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
                return Outcome.DONE;
            } catch (ConditionalCheckFailedException e) {
                return refused(e);
            }
        });
    }

    /** Deletes an item that is there. */
    Outcome delete(String table, Map<String, AttributeValue> key, AttributeValue version) {
        AtomicBoolean again = new AtomicBoolean();
        return calls.call("can't delete an item of " + table, client -> {
            boolean mayBeDone = again.getAndSet(true);
            try {
                client.deleteItem(request -> request.tableName(table)
                        .key(key)
                        .conditionExpression(THERE_AND_NOT_NEWER)
                        .expressionAttributeNames(names(key))
                        .expressionAttributeValues(Map.of(":v", version))
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
                return Outcome.DONE;
            } catch (ConditionalCheckFailedException e) {
                Outcome outcome = refused(e);
                // the answer to an earlier try may have been lost
                return outcome == Outcome.MISSING && mayBeDone ? Outcome.DONE : outcome;
            }
        });
    }

    /** Puts an item under another key than it had, so that nobody sees both or neither. */
    Outcome move(
            String table,
            Map<String, AttributeValue> oldKey,
            Map<String, AttributeValue> item,
            AttributeValue version) {
        String token = UUID.randomUUID().toString();
        TransactWriteItem delete = TransactWriteItem.builder()
                .delete(request -> request.tableName(table)
                        .key(oldKey)
                        .conditionExpression(NOT_NEWER)
                        .expressionAttributeNames(Map.of("#v", versionName))
                        .expressionAttributeValues(Map.of(":v", version)))
                .build();
        TransactWriteItem put = TransactWriteItem.builder()
                .put(request -> request.tableName(table)
                        .item(versioned(item, version))
                        .conditionExpression(NOT_NEWER)
                        .expressionAttributeNames(Map.of("#v", versionName))
                        .expressionAttributeValues(Map.of(":v", version)))
                .build();
        List<Boolean> newer = calls.call("can't move an item of " + table, client -> {
            try {
                client.transactWriteItems(
                        request -> request.clientRequestToken(token).transactItems(delete, put));
                return List.of(false, false);
            } catch (TransactionCanceledException e) {
                List<Boolean> failed = e.cancellationReasons().stream()
                        .map(CancellationReason::code)
                        .map(CONDITION_FAILED::equals)
                        .toList();
                if (failed.contains(true)) {
                    return failed;
                }
                throw e;
            }
        });
        if (newer.get(0)) {
            // another row has the old key by now, and got it after this one had left it
            return Outcome.NEWER;
        }
        if (newer.get(1)) {
            delete(table, oldKey, version);
            return Outcome.NEWER;
        }
        return Outcome.DONE;
    }

    private static String expression(AttributePath path, Map<String, String> names) {
        List<String> parts = new ArrayList<>();
        for (String name : path.names()) {
            String part = "#a" + names.size();
            names.put(part, name);
            parts.add(part);
        }
        return String.join(".", parts);
    }

    private Map<String, String> names(Map<String, AttributeValue> key) {
        Map<String, String> names = new HashMap<>();
        names.put("#v", versionName);
        names.put("#k", key.keySet().iterator().next());
        return names;
    }

    private Map<String, AttributeValue> versioned(Map<String, AttributeValue> item, AttributeValue version) {
        Map<String, AttributeValue> versioned = new HashMap<>(item);
        versioned.put(versionName, version);
        return versioned;
    }

    private static Outcome refused(ConditionalCheckFailedException failure) {
        return failure.hasItem() && !failure.item().isEmpty() ? Outcome.NEWER : Outcome.MISSING;
    }
}
