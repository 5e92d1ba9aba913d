package dev.millrace.taskfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object of a task file. Reads as DMS does: keys without regard to case, numbers and flags also as strings, {@code null}
 * as absent. What is wrong becomes a problem, and the default stands in, so that the rest can be read as well. A key that nobody
 * asked for by the time of {@link #finish} is reported as unknown.
 */
final class Section {
    private final String path;
    private final Notes notes;
    private final Secrets secrets;
    private final Map<String, JsonNode> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> asked = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private ErrorCode code = ErrorCode.TASK_FILE_INVALID;

    Section(JsonNode object, String path, Notes notes, Secrets secrets) {
        this.path = path;
        this.notes = notes;
        this.secrets = secrets;
        object.properties().forEach(field -> {
            if (values.put(field.getKey(), field.getValue()) != null) {
                problem(field.getKey(), "is given twice, in upper and lower case; keep one of them");
            }
        });
    }

    /** The code of problems of this object and of those inside it. */
    Section problemsAre(ErrorCode newCode) {
        code = newCode;
        return this;
    }

    String path() {
        return path;
    }

    String path(String name) {
        return name.matches("\\w+") ? path + "." + name : path + "['" + name + "']";
    }

    Notes notes() {
        return notes;
    }

    void problem(String name, String text) {
        notes.problem(code, path(name), text);
    }

    /** A problem somewhere inside. */
    void problemAt(String place, String text) {
        notes.problem(code, place, text);
    }

    boolean has(String name) {
        return value(name) != null;
    }

    /** Names of all keys that are not null, as they are spelled. */
    List<String> names() {
        return values.entrySet().stream()
                .filter(entry -> !entry.getValue().isNull())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The text of a string, number or flag, with secrets put in; empty if there is none, or if it is the empty string. */
    Optional<String> text(String name) {
        return raw(name).map(text -> secrets.expand(path(name), text)).filter(text -> !text.isEmpty());
    }

    String text(String name, String defaultValue) {
        return text(name).orElse(defaultValue);
    }

    String requiredText(String name, String example) {
        if (raw(name).isEmpty()) {
            problem(name, "is missing; give it, such as " + example);
            return "";
        }
        return text(name, "");
    }

    int number(String name, int defaultValue, int minimum, int maximum) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return defaultValue;
        }
        try {
            int value = new BigDecimal(text.get().trim()).intValueExact();
            if (value >= minimum && value <= maximum) {
                return value;
            }
        } catch (ArithmeticException | NumberFormatException ignored) {
            // falls through to the one message for every bad number
        }
        problem(name, "is " + shown(name) + "; it must be a whole number from " + minimum + " to " + maximum);
        return defaultValue;
    }

    boolean flag(String name, boolean defaultValue) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return defaultValue;
        }
        return switch (text.get().trim().toLowerCase(Locale.ROOT)) {
            case "true", "y", "yes", "1" -> true;
            case "false", "n", "no", "0" -> false;
            default -> {
                problem(name, "is " + shown(name) + "; it must be true or false");
                yield defaultValue;
            }
        };
    }

    /** One of an enum's names, in any case and with {@code -} for {@code _}. */
    <E extends Enum<E>> Optional<E> choice(String name, Class<E> kind) {
        return choice(name, EnumSet.allOf(kind));
    }

    /** As {@link #choice(String, Class)}, of some of the names. */
    <E extends Enum<E>> Optional<E> choice(String name, Set<E> allowed) {
        return text(name).flatMap(text -> {
            String wanted = text.trim().replace('-', '_').toUpperCase(Locale.ROOT);
            Optional<E> found = allowed.stream()
                    .filter(constant -> constant.name().equals(wanted))
                    .findFirst();
            if (found.isEmpty()) {
                problem(name, "is " + shown(name) + "; it must be one of " + String.join(", ", spellings(allowed)));
            }
            return found;
        });
    }

    /** The value as it stands, secrets and all; empty if there is none. */
    Optional<JsonNode> json(String name) {
        return Optional.ofNullable(value(name));
    }

    /** The object inside; an empty one if it is absent. A string that holds JSON counts as the object it holds. */
    Section section(String name) {
        JsonNode node = value(name);
        if (node != null && node.isTextual()) {
            node = parsed(name, node.asText());
        }
        if (node != null && !node.isObject()) {
            problem(name, "must be a JSON object");
            node = null;
        }
        JsonNode object = node == null ? JsonNodeFactory.instance.objectNode() : node;
        return new Section(object, path(name), notes, secrets).problemsAre(code);
    }

    /** The objects of an array; none if it is absent. */
    List<Section> sections(String name) {
        List<Section> sections = new ArrayList<>();
        for (JsonNode element : array(name)) {
            String place = path(name) + "[" + sections.size() + "]";
            if (!element.isObject()) {
                notes.problem(code, place, "must be a JSON object");
            }
            sections.add(new Section(element, place, notes, secrets).problemsAre(code));
        }
        return sections;
    }

    /** The texts of an array; none if it is absent. */
    List<String> texts(String name) {
        return scalars(array(name), path(name));
    }

    /** The texts of an array of arrays; none if it is absent. */
    List<List<String>> textLists(String name) {
        List<List<String>> lists = new ArrayList<>();
        for (JsonNode element : array(name)) {
            String place = path(name) + "[" + lists.size() + "]";
            if (!element.isArray()) {
                notes.problem(code, place, "must be an array");
            }
            lists.add(scalars(element, place));
        }
        return lists;
    }

    /** The text of any value: of an array its elements joined by commas, of an object its JSON. */
    String flattened(String name) {
        JsonNode node = value(name);
        if (node != null && node.isArray()) {
            return String.join(",", texts(name));
        }
        return node != null && node.isObject() ? node.toString() : text(name, "");
    }

    boolean isEmptyArrayOrAbsent(String name) {
        JsonNode node = value(name);
        return node == null || (node.isContainerNode() && node.isEmpty());
    }

    /** A key of DMS without effect here: reported unless it has one of DMS's defaults. */
    void notHonoured(String name, String note, String... defaults) {
        JsonNode node = value(name);
        if (node == null || (node.isContainerNode() && node.isEmpty())) {
            return;
        }
        String text = node.isValueNode() ? node.asText() : node.toString();
        if (Arrays.stream(defaults).noneMatch(text::equalsIgnoreCase)) {
            notes.report(ReportedSetting.notHonoured(path(name), text, note));
        }
    }

    /** The whole object has no effect; {@code name} tells what it is. */
    void reportWhole(String name) {
        notHonoured(name, "");
        asked.addAll(values.keySet());
    }

    /** Keys that say nothing about what the task has to do. */
    void ignored(String... names) {
        asked.addAll(List.of(names));
    }

    /** Reports the keys that nobody asked for. */
    void finish() {
        for (String name : names()) {
            if (!asked.contains(name)) {
                notes.report(ReportedSetting.unknown(path(name)));
            }
        }
    }

    private @Nullable JsonNode value(String name) {
        asked.add(name);
        JsonNode node = values.get(name);
        return node == null || node.isNull() ? null : node;
    }

    private Optional<String> raw(String name) {
        JsonNode node = value(name);
        if (node == null) {
            return Optional.empty();
        }
        if (!node.isValueNode()) {
            problem(name, "must be a single value");
            return Optional.empty();
        }
        return Optional.of(node.asText());
    }

    /** The value as it stands in the file: never a secret that was put in. */
    private String shown(String name) {
        return "'" + raw(name).orElse("") + "'";
    }

    private JsonNode array(String name) {
        JsonNode node = value(name);
        if (node != null && !node.isArray()) {
            problem(name, "must be an array");
        }
        return node == null || !node.isArray() ? JsonNodeFactory.instance.arrayNode() : node;
    }

    private List<String> scalars(JsonNode array, String place) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : array) {
            if (!element.isValueNode() || element.isNull()) {
                notes.problem(code, place + "[" + texts.size() + "]", "must be a single value");
            }
            texts.add(element.asText());
        }
        return texts;
    }

    private @Nullable JsonNode parsed(String name, String json) {
        if (json.isBlank()) {
            return null;
        }
        try {
            return StrictJson.parse(json);
        } catch (ReplicationException broken) {
            problem(name, "holds a string that " + broken.getMessage());
            return null;
        }
    }

    private static List<String> spellings(Set<? extends Enum<?>> kinds) {
        return kinds.stream()
                .map(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }
}
