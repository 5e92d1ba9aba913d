package dev.millrace.sink.mysql;

import dev.millrace.sink.mysql.dialect.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code SHOW GRANTS} says the user may do. */
final class Grants {
    private static final Pattern LINE = Pattern.compile("^GRANT (.+) ON (\\*|`(?:[^`]|``)*`)\\.(\\S.*?) TO (\\S+)");
    private static final Pattern ROLE = Pattern.compile("^GRANT [`'][^ ]+ TO ");

    private final List<Grant> grants = new ArrayList<>();
    private boolean unclear;
    private String user = "CURRENT_USER()";

    Grants(List<String> lines) {
        for (String line : lines) {
            Matcher grant = LINE.matcher(line);
            if (grant.find()) {
                user = grant.group(4).replace('`', '\'');
                grants.add(new Grant(privileges(grant.group(1)), grant.group(2), grant.group(3)));
            } else if (ROLE.matcher(line).find()) {
                unclear = true;
            }
        }
    }

    /**
     * Which of the privileges the user lacks on every table of the database. Empty when roles or grants on single tables make the answer
     * unclear; the server has the last word then.
     */
    Set<String> missing(String database, Set<String> needed) {
        Set<String> missing = new TreeSet<>(needed);
        for (Grant grant : grants) {
            if (!grant.table.equals("*")) {
                if (grant.covers(database)) {
                    return Set.of();
                }
            } else if (grant.covers(database)) {
                if (grant.privileges.contains("ALL PRIVILEGES")) {
                    return Set.of();
                }
                missing.removeAll(grant.privileges);
            }
        }
        return unclear ? Set.of() : missing;
    }

    /** The statement that mends it. */
    String statement(String database, Set<String> missing) {
        return "GRANT " + String.join(", ", missing) + " ON " + SqlText.quote(database) + ".* TO " + user;
    }

    private static Set<String> privileges(String list) {
        Set<String> privileges = new TreeSet<>();
        for (String privilege : list.replaceAll("\\([^)]*\\)", "").split(",")) {
            privileges.add(privilege.trim().toUpperCase(Locale.ROOT));
        }
        return privileges;
    }

    /**
     * One line.
     *
     * @param database {@code *} or a pattern in backticks
     * @param table {@code *} or a name in backticks
     */
    private record Grant(Set<String> privileges, String database, String table) {
        boolean covers(String name) {
            if (database.equals("*")) {
                return true;
            }
            String pattern = database.substring(1, database.length() - 1).replace("``", "`");
            StringBuilder regex = new StringBuilder();
            for (int i = 0; i < pattern.length(); i++) {
                char character = pattern.charAt(i);
                if (character == '\\' && i + 1 < pattern.length()) {
                    regex.append(Pattern.quote(String.valueOf(pattern.charAt(++i))));
                } else if (character == '%') {
                    regex.append(".*");
                } else if (character == '_') {
                    regex.append('.');
                } else {
                    regex.append(Pattern.quote(String.valueOf(character)));
                }
            }
            return name.matches(regex.toString());
        }
    }
}
