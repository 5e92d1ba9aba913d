package dev.millrace.sink.dynamodb.item;

import dev.millrace.model.ItemTemplate;
import dev.millrace.model.ItemTemplate.Scalar;
import dev.millrace.model.TextTemplate;
import java.util.HashSet;
import java.util.Set;

/** Which columns a template takes as text. */
public final class TextColumns {
    private TextColumns() {}

    /** Those that are not bytes by themselves. */
    public static Set<String> of(ItemTemplate template) {
        Set<String> columns = new HashSet<>();
        if (template instanceof ItemTemplate.Value value) {
            add(value.type(), value.text(), columns);
        } else if (template instanceof ItemTemplate.Distinct distinct) {
            distinct.texts().forEach(text -> add(distinct.type(), text, columns));
        } else if (template instanceof ItemTemplate.Attributes attributes) {
            attributes.members().values().forEach(member -> columns.addAll(of(member)));
        } else if (template instanceof ItemTemplate.Elements elements) {
            elements.elements().forEach(element -> columns.addAll(of(element)));
        }
        return columns;
    }

    private static void add(Scalar type, TextTemplate text, Set<String> columns) {
        if (type != Scalar.BINARY || !text.isColumn()) {
            columns.addAll(text.columns());
        }
    }
}
