package dev.millrace.sink.s3;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads CSV by RFC 4180; a field that is not quoted and reads {@code NULL} is null. */
final class CsvText {
    private final String text;
    private int at;

    private CsvText(String text) {
        this.text = text;
    }

    static List<List<@Nullable String>> rows(String text) {
        CsvText reader = new CsvText(text);
        List<List<@Nullable String>> rows = new ArrayList<>();
        while (reader.at < text.length()) {
            rows.add(reader.row());
        }
        return rows;
    }

    private List<@Nullable String> row() {
        List<@Nullable String> fields = new ArrayList<>();
        boolean more = true;
        while (more) {
            fields.add(text.charAt(at) == '"' ? quoted() : bare());
            more = text.charAt(at++) == ',';
        }
        return fields;
    }

    private String quoted() {
        StringBuilder field = new StringBuilder();
        at++;
        while (text.charAt(at) != '"' || text.startsWith("\"\"", at)) {
            at += text.charAt(at) == '"' ? 1 : 0;
            field.append(text.charAt(at++));
        }
        at++;
        return field.toString();
    }

    private @Nullable String bare() {
        int from = at;
        while (text.charAt(at) != ',' && text.charAt(at) != '\n') {
            at++;
        }
        String field = text.substring(from, at);
        return field.equals("NULL") ? null : field;
    }
}
