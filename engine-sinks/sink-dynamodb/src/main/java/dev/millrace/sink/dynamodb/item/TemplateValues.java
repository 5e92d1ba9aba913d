package dev.millrace.sink.dynamodb.item;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.ItemTemplate;
import dev.millrace.model.ItemTemplate.Scalar;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import dev.millrace.model.TextTemplate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Makes attributes of templates. A template that is one column and nothing else is no attribute where the column is NULL; within longer
 * texts NULL is empty. Belongs to one thread.
 */
final class TemplateValues {
    private final TableSchema table;
    private final ByteBuilder scratch = new ByteBuilder();
    private final ByteBuilder escaped = new ByteBuilder();

    TemplateValues(TableSchema table) {
        this.table = table;
    }

    /**
     * The attribute of a row that carries every column of the template.
     *
     * @return null if it is none
     */
    @Nullable
    AttributeValue of(ItemTemplate template, Row row) {
        if (template instanceof ItemTemplate.Value value) {
            return single(value.type(), value.text(), row);
        }
        if (template instanceof ItemTemplate.Attributes attributes) {
            return AttributeValue.fromM(members(attributes, row));
        }
        if (template instanceof ItemTemplate.Elements elements) {
            return AttributeValue.fromL(elements(elements, row));
        }
        return distinct((ItemTemplate.Distinct) template, row);
    }

    private Map<String, AttributeValue> members(ItemTemplate.Attributes attributes, Row row) {
        Map<String, AttributeValue> members = new HashMap<>();
        attributes.members().forEach((name, template) -> {
            AttributeValue value = of(template, row);
            if (value != null) {
                members.put(name, value);
            }
        });
        return members;
    }

    /** The others keep their places. */
    private List<AttributeValue> elements(ItemTemplate.Elements elements, Row row) {
        List<AttributeValue> values = new ArrayList<>();
        for (ItemTemplate template : elements.elements()) {
            AttributeValue value = of(template, row);
            values.add(value == null ? AttributeValue.fromNul(true) : value);
        }
        return values;
    }

    private @Nullable AttributeValue distinct(ItemTemplate.Distinct template, Row row) {
        Set<AttributeValue> values = new LinkedHashSet<>();
        for (TextTemplate text : template.texts()) {
            AttributeValue value = single(template.type(), text, row);
            if (value != null) {
                values.add(value);
            }
        }
        if (values.isEmpty()) {
            return null;
        }
        return switch (template.type()) {
            case NUMBER ->
                AttributeValue.fromNs(values.stream().map(AttributeValue::n).toList());
            case BINARY ->
                AttributeValue.fromBs(values.stream().map(AttributeValue::b).toList());
            case STRING, BOOLEAN ->
                AttributeValue.fromSs(values.stream().map(AttributeValue::s).toList());
        };
    }

    private @Nullable AttributeValue single(Scalar type, TextTemplate template, Row row) {
        if (template.isColumn()) {
            int column = ordinal(((TextTemplate.Column) template.parts().get(0)).name());
            if (row.isNull(column)) {
                return null;
            }
            if (type == Scalar.BINARY) {
                canonical(row, column);
                return AttributeValue.fromB(SdkBytes.fromByteArray(scratch.toByteArray()));
            }
        }
        String text = text(template, row);
        return switch (type) {
            case STRING -> AttributeValue.fromS(text);
            case NUMBER -> AttributeValue.fromN(number(template, text.trim()));
            case BINARY -> AttributeValue.fromB(SdkBytes.fromUtf8String(text));
            case BOOLEAN -> AttributeValue.fromBool(flag(template, text));
        };
    }

    private String number(TextTemplate template, String text) {
        scratch.clear();
        scratch.append(text);
        AttributeValues.number(names(template), scratch);
        return scratch.toString();
    }

    private boolean flag(TextTemplate template, String text) {
        return switch (text) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw ItemLimits.refused(table, "has neither true nor false in " + names(template));
        };
    }

    private String text(TextTemplate template, Row row) {
        StringBuilder text = new StringBuilder();
        for (TextTemplate.Part part : template.parts()) {
            if (part instanceof TextTemplate.Literal literal) {
                text.append(literal.text());
            } else if (part instanceof TextTemplate.Column column) {
                append(text, row, ordinal(column.name()), template.json());
            }
        }
        return text.toString();
    }

    private void append(StringBuilder text, Row row, int column, boolean json) {
        if (row.isNull(column)) {
            return;
        }
        canonical(row, column);
        if (table.column(column).type().kind() == DataType.Kind.BOOLEAN) {
            text.append(scratch.toString().equals("t"));
        } else if (json) {
            escaped.clear();
            JsonText.append(scratch.array(), scratch.size(), escaped);
            text.append(escaped);
        } else {
            text.append(scratch);
        }
    }

    private void canonical(Row row, int column) {
        ColumnSchema schema = table.column(column);
        scratch.clear();
        schema.wire().writeCanonical(row.data(), row.offset(column), row.length(column), scratch);
    }

    private int ordinal(String column) {
        return table.ordinals(List.of(column))[0];
    }

    private static String names(TextTemplate template) {
        return String.join(", ", template.columns());
    }
}
