package dev.millrace.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import static java.util.Objects.requireNonNull;

/** What an attribute of an item is made of. */
public sealed interface ItemTemplate {

    /** What a single value is. */
    enum Scalar {
        STRING,
        NUMBER,
        BINARY,
        BOOLEAN
    }

    /** A single value. */
    record Value(Scalar type, TextTemplate text) implements ItemTemplate {
        public Value {
            requireNonNull(type, "type is null");
            requireNonNull(text, "text is null");
        }

        @Override
        public Set<String> columns() {
            return text.columns();
        }

        @Override
        public ItemTemplate renamed(UnaryOperator<String> names) {
            return new Value(type, text.renamed(names));
        }
    }

    /** Named attributes. */
    record Attributes(Map<String, ItemTemplate> members) implements ItemTemplate {
        public Attributes {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        @Override
        public Set<String> columns() {
            return all(List.copyOf(members.values()));
        }

        @Override
        public ItemTemplate renamed(UnaryOperator<String> names) {
            Map<String, ItemTemplate> renamed = new LinkedHashMap<>();
            members.forEach((name, member) -> renamed.put(name, member.renamed(names)));
            return new Attributes(renamed);
        }
    }

    /** Attributes in order. */
    record Elements(List<ItemTemplate> elements) implements ItemTemplate {
        public Elements {
            elements = List.copyOf(elements);
        }

        @Override
        public Set<String> columns() {
            return all(elements);
        }

        @Override
        public ItemTemplate renamed(UnaryOperator<String> names) {
            return new Elements(
                    elements.stream().map(element -> element.renamed(names)).toList());
        }
    }

    /** Single values of one type, each once. */
    record Distinct(Scalar type, List<TextTemplate> texts) implements ItemTemplate {
        public Distinct {
            requireNonNull(type, "type is null");
            texts = List.copyOf(texts);
        }

        @Override
        public Set<String> columns() {
            Set<String> columns = new LinkedHashSet<>();
            texts.forEach(text -> columns.addAll(text.columns()));
            return columns;
        }

        @Override
        public ItemTemplate renamed(UnaryOperator<String> names) {
            return new Distinct(
                    type, texts.stream().map(text -> text.renamed(names)).toList());
        }
    }

    /** The columns whose values it takes. */
    Set<String> columns();

    /** The same template over columns of other names. */
    ItemTemplate renamed(UnaryOperator<String> names);

    private static Set<String> all(List<ItemTemplate> templates) {
        Set<String> columns = new LinkedHashSet<>();
        templates.forEach(template -> columns.addAll(template.columns()));
        return columns;
    }
}
