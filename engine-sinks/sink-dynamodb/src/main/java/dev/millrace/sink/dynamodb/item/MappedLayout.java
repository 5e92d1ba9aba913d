package dev.millrace.sink.dynamodb.item;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ItemShape;
import dev.millrace.model.ItemTemplate;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.model.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Attributes as an object-mapping rule makes them: of templates, and of the columns that it does not exclude. */
final class MappedLayout implements ItemLayout {
    private final TableSchema table;
    private final ItemShape shape;
    private final ItemKey key;
    private final Set<String> keyNames;
    private final Map<AttributePath, Integer> columns = new LinkedHashMap<>();
    private final TemplateValues templates;
    private final RowBuffer buffer = new RowBuffer();
    private final ByteBuilder scratch = new ByteBuilder();

    MappedLayout(TableSchema table, ItemShape shape, ItemKey key) {
        this.table = table;
        this.shape = shape;
        this.key = key;
        this.keyNames = new TreeSet<>(key.names());
        this.templates = new TemplateValues(table);
        boolean toDocument = shape.kind() == ItemShape.Kind.MAP_RECORD_TO_DOCUMENT;
        for (int column = 0; column < table.columnCount(); column++) {
            String name = table.column(column).name();
            boolean isCopied = !shape.excluded().contains(name);
            if (isCopied && toDocument) {
                columns.put(AttributePath.of(ItemShape.DOCUMENT, name), column);
            } else if (isCopied && !shape.attributes().containsKey(name) && !keyNames.contains(name)) {
                columns.put(AttributePath.of(name), column);
            }
        }
    }

    @Override
    public String tableName() {
        return table.id().table();
    }

    @Override
    public List<String> keyNames() {
        return key.names();
    }

    @Override
    public void write(Row row, AttributeWriter into) {
        Map<String, AttributeValue> item = key(row);
        if (shape.kind() == ItemShape.Kind.MAP_RECORD_TO_DOCUMENT) {
            item.put(ItemShape.DOCUMENT, AttributeValue.fromM(Map.of()));
        }
        checked(edit(row, row).appliedTo(item)).forEach(into::value);
    }

    @Override
    public Map<String, AttributeValue> key(Row row) {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        for (String name : key.names()) {
            AttributeValue value = keyValue(name, row);
            long bytes = value == null ? 0 : ItemSize.of(value);
            if (value == null || bytes == 0) {
                throw ItemLimits.emptyKey(table, name);
            }
            ItemLimits.checkKey(table, item.isEmpty(), name, Math.toIntExact(bytes));
            item.put(name, value);
        }
        return item;
    }

    private @Nullable AttributeValue keyValue(String name, Row row) {
        ItemTemplate template = shape.attributes().get(name);
        Set<String> needed = template == null ? Set.of(name) : template.columns();
        for (int column : table.ordinals(List.copyOf(needed))) {
            if (!row.isPresent(column)) {
                throw incomplete(name, column);
            }
            if (row.isNull(column)) {
                return null;
            }
        }
        AttributeValue value =
                template == null ? copy(row, table.ordinals(List.of(name))[0]) : templates.of(template, row);
        return value == null ? null : AttributeValues.normal(value);
    }

    @Override
    public boolean movesKey(Row before, Row after) {
        return !key(before).equals(movedKey(before, after));
    }

    @Override
    public Map<String, AttributeValue> movedKey(Row before, Row after) {
        return key(over(before, after));
    }

    @Override
    public ItemEdit edit(Row before, Row after) {
        Map<AttributePath, AttributeValue> values = new LinkedHashMap<>();
        List<AttributePath> removed = new ArrayList<>();
        columns.forEach((path, column) -> {
            if (after.isNull(column)) {
                removed.add(path);
            } else if (after.isPresent(column)) {
                values.put(path, copy(after, column));
            }
        });
        Row whole = over(before, after);
        shape.attributes().forEach((name, template) -> {
            if (!keyNames.contains(name) && isTold(name, template, after, whole)) {
                AttributeValue value = templates.of(template, whole);
                if (value == null) {
                    removed.add(AttributePath.of(name));
                } else {
                    values.put(AttributePath.of(name), value);
                }
            }
        });
        ItemEdit edit = new ItemEdit(values, removed);
        checked(edit.appliedTo(Map.of()));
        return edit;
    }

    /**
     * Whether the log tells anything of the attribute. A value made half of what is told and half of nothing would be wrong (law 4), and the
     * item does not hold the columns by themselves.
     */
    private boolean isTold(String name, ItemTemplate template, Row after, Row whole) {
        int[] needed = table.ordinals(List.copyOf(template.columns()));
        boolean told = needed.length == 0;
        for (int column : needed) {
            told |= after.isPresent(column);
        }
        for (int column : needed) {
            if (told && !whole.isPresent(column)) {
                throw incomplete(name, column);
            }
        }
        return told;
    }

    private RuntimeException incomplete(String attribute, int column) {
        return ItemLimits.refused(
                table,
                "was changed without its log record telling column "
                        + table.column(column).name() + ", which attribute " + attribute
                        + " is made of; have the log tell all values: REPLICA IDENTITY FULL on PostgreSQL,"
                        + " binlog_row_image=FULL on MySQL");
    }

    /** What is known of the row after the change. */
    private Row over(Row before, Row after) {
        if (after.isComplete() || before == after) {
            return after;
        }
        buffer.begin(after.columnCount());
        for (int column = 0; column < after.columnCount(); column++) {
            Row source = after.isPresent(column) ? after : before;
            if (!source.isPresent(column)) {
                buffer.appendAbsent();
            } else if (source.isNull(column)) {
                buffer.appendNull();
            } else {
                buffer.append(source.data(), source.offset(column), source.length(column));
            }
        }
        return buffer.finish();
    }

    private AttributeValue copy(Row row, int column) {
        AttributeValue.Type type = AttributeValues.read(table.column(column), row, column, scratch);
        return AttributeValues.of(type, scratch);
    }

    private Map<String, AttributeValue> checked(Map<String, AttributeValue> item) {
        if (ItemSize.of(item) > ItemLimits.LARGEST_ITEM_BYTES) {
            throw ItemLimits.tooLarge(table);
        }
        return item;
    }
}
