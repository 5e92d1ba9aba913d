package dev.millrace.mapping;

import java.util.regex.Pattern;

import static java.util.Objects.requireNonNull;

/**
 * A name or a pattern of names, as DMS's object locators spell it: {@code %} stands for any run of characters, {@code _} for one,
 * {@code [ab]} for one of a set, {@code [a-d]} for one of a range, so that {@code [_]} is a literal underscore. Upper and lower
 * case differ, as they do in the catalogue of the source. Immutable.
 */
public final class NamePattern {
    private final String text;
    private final Pattern expression;
    private final boolean wild;

    private NamePattern(String text, Pattern expression, boolean wild) {
        this.text = text;
        this.expression = expression;
        this.wild = wild;
    }

    /** A pattern that matches every name. */
    public static NamePattern any() {
        return of("%");
    }

    /** Reads a pattern; a bracket that is never closed is an ordinary character. */
    public static NamePattern of(String text) {
        requireNonNull(text, "text is null");
        StringBuilder regex = new StringBuilder();
        boolean wild = false;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            int close = character == '[' ? text.indexOf(']', i + 2) : -1;
            if (close > 0) {
                regex.append(set(text.substring(i + 1, close)));
                wild = true;
                i = close;
            } else if (character == '%') {
                regex.append(".*");
                wild = true;
            } else if (character == '_') {
                regex.append('.');
                wild = true;
            } else {
                regex.append(Pattern.quote(String.valueOf(character)));
            }
        }
        return new NamePattern(text, Pattern.compile(regex.toString(), Pattern.DOTALL), wild);
    }

    /** A pattern for one name and no other, whatever characters it has. */
    public static NamePattern exactly(String name) {
        return new NamePattern(name, Pattern.compile(Pattern.quote(name), Pattern.DOTALL), false);
    }

    public boolean matches(String name) {
        return expression.matcher(name).matches();
    }

    /** Whether it has wildcards, and so may match more than one name. */
    public boolean isWild() {
        return wild;
    }

    private static String set(String characters) {
        StringBuilder regex = new StringBuilder("[");
        for (int i = 0; i < characters.length(); i++) {
            char character = characters.charAt(i);
            boolean range = character == '-' && i > 0 && i < characters.length() - 1;
            if (!range && !Character.isLetterOrDigit(character)) {
                regex.append('\\');
            }
            regex.append(character);
        }
        return regex.append(']').toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NamePattern pattern && text.equals(pattern.text) && wild == pattern.wild;
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
