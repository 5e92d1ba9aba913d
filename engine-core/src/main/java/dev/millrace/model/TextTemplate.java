package dev.millrace.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import static java.util.Objects.requireNonNull;

/**
 * A text with places for the values of columns.
 *
 * @param parts literal text and columns, as they follow each other
 * @param json whether the text is a JSON document, so that values must be escaped as JSON strings are
 */
public record TextTemplate(List<Part> parts, boolean json) {

    /** A piece of the text. */
    public sealed interface Part {}

    /** Text that stands as it is. */
    public record Literal(String text) implements Part {
        public Literal {
            requireNonNull(text, "text is null");
        }
    }

    /** The value of a column. */
    public record Column(String name) implements Part {
        public Column {
            requireNonNull(name, "name is null");
        }
    }

    public TextTemplate {
        parts = List.copyOf(parts);
    }

    /** Reads a text in which <code>${column}</code> stands for a value; what is never closed is ordinary text. */
    public static TextTemplate parse(String text, boolean json) {
        List<Part> parts = new ArrayList<>();
        int from = 0;
        for (int open = text.indexOf("${"); open >= 0; open = text.indexOf("${", from)) {
            int close = text.indexOf('}', open);
            if (close < 0) {
                break;
            }
            if (open > from) {
                parts.add(new Literal(text.substring(from, open)));
            }
            parts.add(new Column(text.substring(open + 2, close)));
            from = close + 1;
        }
        if (from < text.length()) {
            parts.add(new Literal(text.substring(from)));
        }
        return new TextTemplate(parts, json);
    }

    /** Whether it is the value of one column, and nothing else. */
    public boolean isColumn() {
        return parts.size() == 1 && parts.get(0) instanceof Column;
    }

    /** The columns whose values it takes. */
    public Set<String> columns() {
        Set<String> columns = new LinkedHashSet<>();
        for (Part part : parts) {
            if (part instanceof Column column) {
                columns.add(column.name());
            }
        }
        return columns;
    }

    /** The same template over columns of other names. */
    TextTemplate renamed(UnaryOperator<String> names) {
        return new TextTemplate(
                parts.stream()
                        .map(part -> part instanceof Column column ? new Column(names.apply(column.name())) : part)
                        .toList(),
                json);
    }
}
