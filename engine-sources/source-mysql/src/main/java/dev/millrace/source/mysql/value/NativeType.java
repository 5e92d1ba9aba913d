package dev.millrace.source.mysql.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A column's declaration, taken apart: {@code varchar(10) CHARACTER SET latin1 COLLATE latin1_bin}.
 *
 * @param base the type's name, lower case
 * @param arguments what stands in the parentheses: numbers or labels, unescaped
 * @param isUnsigned whether it is declared {@code unsigned}
 * @param isZeroFilled whether it is declared {@code zerofill}
 * @param characterSet lower case; empty if none is named
 */
public record NativeType(
        String base, List<String> arguments, boolean isUnsigned, boolean isZeroFilled, String characterSet) {
    private static final String CHARACTER_SET = "character set ";

    public NativeType {
        arguments = List.copyOf(arguments);
    }

    /** Takes a declaration apart. */
    public static NativeType parse(String declaration) {
        int open = declaration.indexOf('(');
        int blank = declaration.indexOf(' ');
        List<String> arguments = new ArrayList<>();
        int rest;
        int baseEnd;
        if (open >= 0 && (blank < 0 || open < blank)) {
            baseEnd = open;
            rest = arguments(declaration, open + 1, arguments);
        } else {
            baseEnd = blank < 0 ? declaration.length() : blank;
            rest = baseEnd;
        }
        String attributes = declaration.substring(rest).toLowerCase(Locale.ROOT);
        return new NativeType(
                declaration.substring(0, baseEnd).toLowerCase(Locale.ROOT),
                arguments,
                attributes.contains("unsigned"),
                attributes.contains("zerofill"),
                characterSet(attributes));
    }

    /** A number among the arguments, or the default if it is not given. */
    public int argument(int index, int defaultValue) {
        return index < arguments.size() ? Integer.parseInt(arguments.get(index).trim()) : defaultValue;
    }

    private static String characterSet(String attributes) {
        int start = attributes.indexOf(CHARACTER_SET);
        if (start < 0) {
            return "";
        }
        String rest = attributes.substring(start + CHARACTER_SET.length()).trim();
        int end = rest.indexOf(' ');
        return end < 0 ? rest : rest.substring(0, end);
    }

    private static int arguments(String text, int start, List<String> arguments) {
        StringBuilder argument = new StringBuilder();
        boolean quoted = false;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'') {
                if (quoted && i + 1 < text.length() && text.charAt(i + 1) == '\'') {
                    argument.append(c);
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (quoted && c == '\\' && i + 1 < text.length()) {
                argument.append(unescape(text.charAt(++i)));
            } else if (!quoted && (c == ',' || c == ')')) {
                arguments.add(argument.toString());
                argument.setLength(0);
                if (c == ')') {
                    return i + 1;
                }
            } else {
                argument.append(c);
            }
        }
        throw new IllegalArgumentException("'" + text + "' has no closing parenthesis");
    }

    private static char unescape(char c) {
        return switch (c) {
            case '0' -> '\0';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'Z' -> '\u001A';
            default -> c;
        };
    }
}
