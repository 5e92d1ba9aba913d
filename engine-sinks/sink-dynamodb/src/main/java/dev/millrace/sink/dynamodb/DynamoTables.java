package dev.millrace.sink.dynamodb;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.dynamodb.call.Capacity;
import dev.millrace.sink.dynamodb.call.DynamoCalls;
import dev.millrace.sink.dynamodb.call.TableLife;
import dev.millrace.sink.dynamodb.call.TableLife.KeyAttribute;
import dev.millrace.sink.dynamodb.item.AttributeValues;
import dev.millrace.sink.dynamodb.item.ItemKey;
import dev.millrace.sink.dynamodb.write.BatchPuts;
import dev.millrace.sink.dynamodb.write.ItemScan;
import dev.millrace.spi.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** Tables of items. Of a table's shape the service knows the key, and nothing else. */
final class DynamoTables {
    private static final int DIGITS = 38;

    private final TableLife life;
    private final ItemScan scan;
    private final BatchPuts puts;
    private final Capacity capacity;
    private final Map<TableId, TableSchema> shaped = new HashMap<>();

    DynamoTables(TableLife life, DynamoCalls calls, BatchPuts puts, Capacity capacity) {
        this.life = life;
        this.scan = new ItemScan(calls);
        this.puts = puts;
        this.capacity = capacity;
    }

    /** Notes what keys are made of where they are not columns by themselves. */
    void know(List<TableSchema> wanted) {
        shaped.clear();
        for (TableSchema table : wanted) {
            if (table.itemShape().isPresent()) {
                shaped.put(table.id(), table);
            }
        }
    }

    /** The table with the columns of its key, or those that its key is made of. */
    Optional<TableSchema> describe(TableId table) {
        TableSchema wanted = shaped.get(table);
        return life.describe(table.table()).map(found -> wanted == null ? schema(table, found) : schema(wanted));
    }

    private static TableSchema schema(TableSchema wanted) {
        KeySchema key = wanted.primaryKey().orElseThrow();
        return TableSchema.builder(wanted.id(), EngineFamily.DYNAMODB)
                .columns(key.columns().stream()
                        .map(name -> column(
                                name,
                                AttributeValues.keyType(wanted.column(wanted.ordinals(List.of(name))[0])
                                        .type())))
                        .toList())
                .primaryKey(new KeySchema("key", key.columns()))
                .build();
    }

    private static TableSchema schema(TableId table, TableDescription found) {
        Map<String, ScalarAttributeType> types = new HashMap<>();
        for (AttributeDefinition attribute : found.attributeDefinitions()) {
            types.put(attribute.attributeName(), attribute.attributeType());
        }
        List<String> key = keyNames(found);
        return TableSchema.builder(table, EngineFamily.DYNAMODB)
                .columns(key.stream()
                        .map(name -> column(name, types.getOrDefault(name, ScalarAttributeType.S)))
                        .toList())
                .primaryKey(new KeySchema("key", key))
                .build();
    }

    private static List<String> keyNames(TableDescription found) {
        List<String> names = new ArrayList<>();
        for (KeyType part : List.of(KeyType.HASH, KeyType.RANGE)) {
            found.keySchema().stream()
                    .filter(element -> element.keyType() == part)
                    .map(KeySchemaElement::attributeName)
                    .forEach(names::add);
        }
        return names;
    }

    private static ColumnSchema column(String name, ScalarAttributeType type) {
        DataType known = switch (type) {
            case N -> DataType.numeric(DIGITS, 0);
            case B -> DataType.of(DataType.Kind.BYTES);
            default -> DataType.of(DataType.Kind.STRING);
        };
        return ColumnSchema.of(name, known, type.toString()).notNull();
    }

    void create(TableSchema wanted) {
        List<KeyAttribute> key = key(wanted)
                .orElseThrow(() -> new ReplicationException(
                        ErrorCode.TARGET_TABLE_MISMATCH,
                        "table " + wanted.id()
                                + " has no key of one or two columns, so no table of items can be made"));
        life.create(wanted.id().table(), key, capacity);
    }

    private static Optional<List<KeyAttribute>> key(TableSchema wanted) {
        return ItemKey.of(wanted)
                .map(key -> key.attributes().stream()
                        .map(attribute -> new KeyAttribute(attribute.name(), attribute.type()))
                        .toList());
    }

    /** The key of a table that is there must be that of the rows. */
    List<Finding> checkPresent(List<TableSchema> wanted) {
        List<Finding> findings = new ArrayList<>();
        for (TableSchema table : wanted) {
            life.describe(table.id().table())
                    .filter(found -> !isKeyedAs(found, table))
                    .ifPresent(found -> findings.add(Finding.blocking(
                            ErrorCode.TARGET_TABLE_MISMATCH,
                            "table " + table.id().table() + " has the key " + keyNames(found) + ", the rows of "
                                    + table.id() + " have " + wantedKey(table),
                            "drop it, so that the task makes it, or make it with the key of the rows, numbers as N,"
                                    + " binary as B and everything else as S")));
        }
        return findings;
    }

    private static boolean isKeyedAs(TableDescription found, TableSchema wanted) {
        Optional<List<KeyAttribute>> key = key(wanted);
        if (key.isEmpty()) {
            return wanted.identifyingKey().isEmpty();
        }
        Map<String, ScalarAttributeType> types = new HashMap<>();
        found.attributeDefinitions()
                .forEach(attribute -> types.put(attribute.attributeName(), attribute.attributeType()));
        return key.get().stream().map(KeyAttribute::name).toList().equals(keyNames(found))
                && key.get().stream().allMatch(attribute -> attribute.type() == types.get(attribute.name()));
    }

    private static String wantedKey(TableSchema table) {
        return key(table).stream()
                .flatMap(List::stream)
                .map(KeyAttribute::name)
                .toList()
                .toString();
    }

    /** Item by item: the table keeps its indexes and everything else that its owner has given to it. */
    void truncate(TableId table) {
        life.describe(table.table())
                .ifPresent(found -> puts.delete(table.table(), scan.keys(table.table(), keyNames(found))));
    }

    void drop(TableId table) {
        life.drop(table.table());
    }
}
