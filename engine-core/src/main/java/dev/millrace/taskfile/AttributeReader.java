package dev.millrace.taskfile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ItemTemplate;
import dev.millrace.model.ItemTemplate.Scalar;
import dev.millrace.model.TextTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads what one attribute of an item is made of: a text, or a document in the words of DynamoDB's own interface. */
final class AttributeReader {
    private final Section mapping;

    AttributeReader(Section mapping) {
        this.mapping = mapping;
    }

    /** The template; empty if something is wrong with it, which the notes then tell. */
    Optional<ItemTemplate> read() {
        String type = mapping.text("attribute-type", "scalar").toLowerCase(Locale.ROOT);
        Optional<JsonNode> value = mapping.json("value");
        if (value.isEmpty()) {
            mapping.problem("value", "is missing; give a text with ${column} where values belong");
            return Optional.empty();
        }
        return switch (type) {
            case "scalar" -> scalar(value.get());
            case "document" -> document(value.get());
            default -> {
                mapping.problem("attribute-type", "is '" + type + "'; it must be scalar or document");
                yield Optional.empty();
            }
        };
    }

    private Optional<ItemTemplate> scalar(JsonNode value) {
        Optional<Scalar> type = mapping.has("attribute-sub-type")
                ? mapping.choice("attribute-sub-type", Scalar.class)
                : Optional.of(Scalar.STRING);
        if (!value.isValueNode()) {
            mapping.problem("value", "must be a single value for attribute-type scalar");
            return Optional.empty();
        }
        return type.map(known -> new ItemTemplate.Value(known, text(value.asText())));
    }

    private Optional<ItemTemplate> document(JsonNode value) {
        String type = mapping.text("attribute-sub-type", "").toLowerCase(Locale.ROOT);
        String root = switch (type) {
            case "dynamodb-map", "map" -> "M";
            case "dynamodb-list", "list" -> "L";
            default -> "";
        };
        if (root.isEmpty()) {
            mapping.problem("attribute-sub-type", "is '" + type + "'; it must be dynamodb-map or dynamodb-list");
            return Optional.empty();
        }
        if (!value.has(root)) {
            mapping.problem("value", "must be an object with the one member " + root);
            return Optional.empty();
        }
        return node(value, mapping.path("value"));
    }

    private Optional<ItemTemplate> node(JsonNode node, String place) {
        if (!node.isObject() || node.size() != 1) {
            return broken(place, "must be an object with one member, such as {\"S\": \"${column}\"}");
        }
        String type = node.fieldNames().next();
        JsonNode value = node.get(type);
        return switch (type) {
            case "S" -> value(Scalar.STRING, value, place);
            case "N" -> value(Scalar.NUMBER, value, place);
            case "B" -> value(Scalar.BINARY, value, place);
            case "BOOL" -> value(Scalar.BOOLEAN, value, place);
            case "SS" -> distinct(Scalar.STRING, value, place);
            case "NS" -> distinct(Scalar.NUMBER, value, place);
            case "BS" -> distinct(Scalar.BINARY, value, place);
            case "M" -> members(value, place);
            case "L" -> elements(value, place);
            default -> broken(place, "has the type '" + type + "'; it must be one of S, N, B, BOOL, SS, NS, BS, M, L");
        };
    }

    private Optional<ItemTemplate> value(Scalar type, JsonNode value, String place) {
        return value.isValueNode()
                ? Optional.of(new ItemTemplate.Value(type, text(value.asText())))
                : broken(place, "must hold a single value");
    }

    private Optional<ItemTemplate> distinct(Scalar type, JsonNode values, String place) {
        List<TextTemplate> texts = new ArrayList<>();
        for (JsonNode value : values) {
            texts.add(text(value.asText()));
        }
        return values.isArray() && !texts.isEmpty()
                ? Optional.of(new ItemTemplate.Distinct(type, texts))
                : broken(place, "must hold an array of single values");
    }

    private Optional<ItemTemplate> members(JsonNode members, String place) {
        if (!members.isObject()) {
            return broken(place, "must hold an object");
        }
        Map<String, ItemTemplate> templates = new LinkedHashMap<>();
        members.properties()
                .forEach(member -> node(member.getValue(), place + "." + member.getKey())
                        .ifPresent(template -> templates.put(member.getKey(), template)));
        return Optional.of(new ItemTemplate.Attributes(templates));
    }

    private Optional<ItemTemplate> elements(JsonNode elements, String place) {
        if (!elements.isArray()) {
            return broken(place, "must hold an array");
        }
        List<ItemTemplate> templates = new ArrayList<>();
        for (JsonNode element : elements) {
            node(element, place + "[" + templates.size() + "]").ifPresent(templates::add);
        }
        return Optional.of(new ItemTemplate.Elements(templates));
    }

    private Optional<ItemTemplate> broken(String place, String text) {
        mapping.problemAt(place, text);
        return Optional.empty();
    }

    private static TextTemplate text(String text) {
        return TextTemplate.parse(text, isJson(text));
    }

    private static boolean isJson(String text) {
        String start = text.stripLeading();
        if (!start.startsWith("{") && !start.startsWith("[")) {
            return false;
        }
        try {
            return StrictJson.parse(text).isContainerNode();
        } catch (ReplicationException noJson) {
            return false;
        }
    }
}
