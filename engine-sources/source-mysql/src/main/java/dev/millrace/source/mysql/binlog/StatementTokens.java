package dev.millrace.source.mysql.binlog;

import java.util.Locale;
import java.util.Set;

/** Reads the words and names at the beginning of a statement, past blanks and comments. Not thread-safe. */
final class StatementTokens {
    private final String sql;
    private int at;

    StatementTokens(String sql) {
        this.sql = sql;
    }

    /** The next bare word in upper case, past quoted texts and symbols; empty at the end. */
    String nextWord() {
        while (true) {
            skipBlanks();
            if (at >= sql.length()) {
                return "";
            }
            char c = sql.charAt(at);
            if (isWordCharacter(c)) {
                return word().toUpperCase(Locale.ROOT);
            }
            if (c == '`' || c == '\'' || c == '"') {
                quoted(c);
            } else {
                at++;
            }
        }
    }

    /** The next name, quoted or bare, past the given key words; empty if something else stands there. */
    String nextName(Set<String> keyWords) {
        while (true) {
            skipBlanks();
            if (at >= sql.length()) {
                return "";
            }
            char c = sql.charAt(at);
            if (c == '`' || c == '"') {
                return quoted(c);
            }
            if (!isWordCharacter(c)) {
                return "";
            }
            String word = word();
            if (!keyWords.contains(word.toUpperCase(Locale.ROOT))) {
                return word;
            }
        }
    }

    /** Passes a symbol if it stands next. */
    boolean skipSymbol(char symbol) {
        skipBlanks();
        if (at < sql.length() && sql.charAt(at) == symbol) {
            at++;
            return true;
        }
        return false;
    }

    private String word() {
        int start = at;
        while (at < sql.length() && isWordCharacter(sql.charAt(at))) {
            at++;
        }
        return sql.substring(start, at);
    }

    private String quoted(char quote) {
        StringBuilder text = new StringBuilder();
        for (at++; at < sql.length(); at++) {
            char c = sql.charAt(at);
            if (c == quote) {
                if (at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
                    at++;
                } else {
                    at++;
                    return text.toString();
                }
            }
            text.append(c);
        }
        return text.toString();
    }

    private static boolean isWordCharacter(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c >= 0x80;
    }

    /** A comment that the server executes counts as its content. */
    private void skipBlanks() {
        while (at < sql.length()) {
            if (Character.isWhitespace(sql.charAt(at))) {
                at++;
            } else if (sql.startsWith("/*!", at) || sql.startsWith("/*M!", at)) {
                at = sql.indexOf('!', at) + 1;
                while (at < sql.length() && Character.isDigit(sql.charAt(at))) {
                    at++;
                }
            } else if (sql.startsWith("*/", at)) {
                at += 2;
            } else if (sql.startsWith("/*", at)) {
                at = after("*/");
            } else if (sql.startsWith("-- ", at) || sql.charAt(at) == '#') {
                at = after("\n");
            } else {
                return;
            }
        }
    }

    private int after(String mark) {
        int found = sql.indexOf(mark, at + 1);
        return found < 0 ? sql.length() : found + mark.length();
    }
}
