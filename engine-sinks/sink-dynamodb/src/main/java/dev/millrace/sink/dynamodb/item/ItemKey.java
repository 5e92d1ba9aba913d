package dev.millrace.sink.dynamodb.item;

import dev.millrace.model.ItemShape;
import dev.millrace.model.ItemTemplate;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableSchema;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * By what a table's items are told apart: what an object-mapping rule names, else the key that identifies its rows.
 *
 * @param attributes the partition key, and the sort key if there is one
 */
public record ItemKey(List<Attribute> attributes) {
    private static final int MOST_ATTRIBUTES = 2;

    /** An attribute of a key. */
    public record Attribute(String name, ScalarAttributeType type) {}

    public ItemKey {
        attributes = List.copyOf(attributes);
    }

    /** Empty if the table has no key, or one of more columns than an item's key may have. */
    public static Optional<ItemKey> of(TableSchema table) {
        Optional<ItemShape> shape = table.itemShape();
        if (shape.isPresent()) {
            return Optional.of(new ItemKey(shape.get().key().stream()
                    .map(name -> new Attribute(name, type(table, shape.get(), name)))
                    .toList()));
        }
        return table.identifyingKey()
                .map(KeySchema::columns)
                .filter(columns -> columns.size() <= MOST_ATTRIBUTES)
                .map(columns -> new ItemKey(columns.stream()
                        .map(name -> new Attribute(name, columnType(table, name)))
                        .toList()));
    }

    private static ScalarAttributeType type(TableSchema table, ItemShape shape, String name) {
        if (!(shape.attributes().get(name) instanceof ItemTemplate.Value value)) {
            return columnType(table, name);
        }
        return switch (value.type()) {
            case NUMBER -> ScalarAttributeType.N;
            case BINARY -> ScalarAttributeType.B;
            case STRING, BOOLEAN -> ScalarAttributeType.S;
        };
    }

    private static ScalarAttributeType columnType(TableSchema table, String name) {
        return AttributeValues.keyType(
                table.column(table.ordinals(List.of(name))[0]).type());
    }

    /** The names of the attributes. */
    public List<String> names() {
        return attributes.stream().map(Attribute::name).toList();
    }
}
