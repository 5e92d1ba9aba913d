package dev.millrace.source.mysql.value;

import java.util.ArrayList;
import java.util.List;

/** The way to one value in a JSON document, as the log writes it: {@code $.a."b c"[3][last-1]}, without wildcards. */
record JsonPath(List<Step> steps) {

    JsonPath {
        steps = List.copyOf(steps);
    }

    /** One step into a value. */
    sealed interface Step {}

    /** To the member of an object. */
    record Member(String name) implements Step {}

    /** To the element of an array, counted from its beginning or from its end. */
    record Element(int index, boolean fromEnd) implements Step {

        /** The place in an array of {@code size} elements; at most {@code size}, behind the last one. */
        int placeIn(int size) {
            return fromEnd ? Math.max(0, size - 1 - index) : Math.min(index, size);
        }

        boolean isIn(int size) {
            return index < size;
        }
    }

    /**
     * Takes a path apart.
     *
     * @throws IllegalArgumentException if it is none
     */
    static JsonPath parse(String text) {
        List<Step> steps = new ArrayList<>();
        int at = 1;
        while (at < text.length()) {
            at = text.charAt(at) == '[' ? element(text, at + 1, steps) : member(text, at, steps);
        }
        if (!text.startsWith("$") || steps.isEmpty()) {
            throw malformed(text);
        }
        return new JsonPath(steps);
    }

    private static int element(String text, int start, List<Step> steps) {
        int end = text.indexOf(']', start);
        if (end < 0) {
            throw malformed(text);
        }
        String index = text.substring(start, end);
        boolean fromEnd = index.startsWith("last");
        String number = fromEnd ? index.substring(4).replace("-", "").trim() : index;
        steps.add(new Element(number.isEmpty() && fromEnd ? 0 : Integer.parseInt(number), fromEnd));
        return end + 1;
    }

    private static int member(String text, int dot, List<Step> steps) {
        if (text.charAt(dot) != '.' || dot + 1 == text.length()) {
            throw malformed(text);
        }
        if (text.charAt(dot + 1) == '"') {
            StringBuilder name = new StringBuilder();
            int end = quoted(text, dot + 2, name);
            steps.add(new Member(name.toString()));
            return end;
        }
        int end = dot + 1;
        while (end < text.length() && text.charAt(end) != '.' && text.charAt(end) != '[') {
            end++;
        }
        steps.add(new Member(text.substring(dot + 1, end)));
        return end;
    }

    private static int quoted(String text, int start, StringBuilder name) {
        int at = start;
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c != '\\') {
                name.append(c);
            } else if (text.charAt(at) == 'u') {
                name.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
                at += 5;
            } else {
                name.append(unescape(text.charAt(at++)));
            }
        }
        if (at == text.length()) {
            throw malformed(text);
        }
        return at + 1;
    }

    private static char unescape(char c) {
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> c;
        };
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("a JSON path of " + text.length() + " characters can't be understood");
    }
}
