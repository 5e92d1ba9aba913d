package dev.millrace.sink.dynamodb.item;

/** Text within strings of JSON. */
final class JsonText {
    private static final char FIRST_PRINTABLE = ' ';

    private JsonText() {}

    /** Appends what a JSON string has to hold so that it says {@code value}. */
    static void append(String value, StringBuilder into) {
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            switch (character) {
                case '"', '\\' -> into.append('\\').append(character);
                case '\n' -> into.append("\\n");
                case '\r' -> into.append("\\r");
                case '\t' -> into.append("\\t");
                default -> {
                    if (character < FIRST_PRINTABLE) {
                        into.append(String.format("\\u%04x", (int) character));
                    } else {
                        into.append(character);
                    }
                }
            }
        }
    }
}
