package dev.millrace.sink.dynamodb.call;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/** Makes tables, drops them, and looks at them; waits until it is done. Thread-safe. */
public final class TableLife {
    private static final long PAUSE_MILLIS = 100;
    private static final long LONGEST_NANOS = Duration.ofMinutes(5).toNanos();

    private final DynamoCalls calls;

    public TableLife(DynamoCalls calls) {
        this.calls = calls;
    }

    /** The attribute of a key. */
    public record KeyAttribute(String name, ScalarAttributeType type) {}

    /** The table as it is; empty if there is none. */
    public Optional<TableDescription> describe(String table) {
        return calls.call("can't describe table " + table, client -> {
            try {
                return Optional.of(client.describeTable(request -> request.tableName(table))
                        .table());
            } catch (ResourceNotFoundException e) {
                return Optional.empty();
            }
        });
    }

    /** Makes a table that is paid by request, unless there is one. */
    public void createIfMissing(String table, String partitionKey, String sortKey, ScalarAttributeType sortType) {
        if (describe(table).isEmpty()) {
            create(
                    table,
                    List.of(new KeyAttribute(partitionKey, ScalarAttributeType.S), new KeyAttribute(sortKey, sortType)),
                    Capacity.ON_DEMAND);
        } else {
            awaitActive(table);
        }
    }

    /** Makes a table, unless there is one. */
    public void create(String table, List<KeyAttribute> key, Capacity capacity) {
        calls.call("can't create table " + table, client -> {
            try {
                client.createTable(request(table, key, capacity));
            } catch (ResourceInUseException e) {
                // another instance makes it, or an earlier try has
            }
            return true;
        });
        awaitActive(table);
    }

    private static CreateTableRequest request(String table, List<KeyAttribute> key, Capacity capacity) {
        List<AttributeDefinition> attributes = new ArrayList<>();
        List<KeySchemaElement> elements = new ArrayList<>();
        for (KeyAttribute attribute : key) {
            attributes.add(AttributeDefinition.builder()
                    .attributeName(attribute.name())
                    .attributeType(attribute.type())
                    .build());
            elements.add(KeySchemaElement.builder()
                    .attributeName(attribute.name())
                    .keyType(elements.isEmpty() ? KeyType.HASH : KeyType.RANGE)
                    .build());
        }
        CreateTableRequest.Builder request = CreateTableRequest.builder()
                .tableName(table)
                .attributeDefinitions(attributes)
                .keySchema(elements);
        if (capacity.isOnDemand()) {
            return request.billingMode(BillingMode.PAY_PER_REQUEST).build();
        }
        return request.billingMode(BillingMode.PROVISIONED)
                .provisionedThroughput(units ->
                        units.readCapacityUnits(capacity.readUnits()).writeCapacityUnits(capacity.writeUnits()))
                .build();
    }

    /** Drops a table, if there is one. */
    public void drop(String table) {
        if (describe(table).isEmpty()) {
            return;
        }
        calls.call("can't drop table " + table, client -> {
            try {
                client.deleteTable(request -> request.tableName(table));
            } catch (ResourceNotFoundException | ResourceInUseException e) {
                // it is gone or going
            }
            return true;
        });
        await(table, Optional::isEmpty);
    }

    private void awaitActive(String table) {
        await(table, found -> found.isPresent() && found.get().tableStatus() == TableStatus.ACTIVE);
    }

    private void await(String table, Predicate<Optional<TableDescription>> condition) {
        long begun = System.nanoTime();
        while (!condition.test(describe(table))) {
            if (System.nanoTime() - begun > LONGEST_NANOS) {
                throw new ReplicationException(
                        ErrorCode.TARGET_CONNECTION_LOST,
                        "table " + table + " is neither ready nor gone after 5 minutes");
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ReplicationException(
                        ErrorCode.TARGET_CONNECTION_LOST, "interrupted while waiting for table " + table);
            }
        }
    }
}
