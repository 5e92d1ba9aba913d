package dev.millrace.emulated.sqlserver;

/** Names in brackets, as SQL Server writes them, and in double quotes, as H2 does. */
final class BracketedSql {
    private BracketedSql() {}

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** The statement with all names in double quotes; texts in it stay as they are. */
    static String unbracketed(String sql) {
        StringBuilder result = new StringBuilder(sql.length());
        int at = 0;
        while (at < sql.length()) {
            char next = sql.charAt(at);
            if (next == '\'') {
                int end = sql.indexOf('\'', at + 1);
                result.append(sql, at, end + 1);
                at = end + 1;
            } else if (next == '[') {
                StringBuilder name = new StringBuilder();
                at = readName(sql, at + 1, name);
                result.append(quoted(name.toString()));
            } else {
                result.append(next);
                at++;
            }
        }
        return result.toString();
    }

    /** Appends the name that begins there; returns where it has ended. */
    private static int readName(String sql, int from, StringBuilder name) {
        int at = from;
        while (true) {
            char next = sql.charAt(at);
            if (next == ']' && at + 1 < sql.length() && sql.charAt(at + 1) == ']') {
                name.append(']');
                at += 2;
            } else if (next == ']') {
                return at + 1;
            } else {
                name.append(next);
                at++;
            }
        }
    }
}
