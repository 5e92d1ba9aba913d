package dev.millrace.source.mysql.catalog;

import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.source.mysql.server.ControlConnection;
import dev.millrace.source.mysql.server.Sql;
import dev.millrace.source.mysql.value.NativeType;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what the catalogue hides: it shows every character that takes four bytes in UTF-8 as a question mark, in labels and
 * defaults everywhere, in expressions on MariaDB. Columns without question marks are left alone.
 *
 * <p>A label is had by letting the server turn its number into text, in a query that makes rows of the column's own type out of
 * numbers. Versions of MySQL that lose the type on the way need a temporary table for that.
 */
final class HiddenCharacters {
    private static final Logger LOG = LoggerFactory.getLogger(HiddenCharacters.class);
    private static final String DOING = "reading labels and defaults";
    private static final String GRANT = "run GRANT CREATE TEMPORARY TABLES ON {}.* TO the task's user";
    private static final String HIDDEN = "?";
    private static final int TYPE = 2;
    private static final int DEFAULT = 4;
    private static final int EXTRA = 8;
    private static final int GENERATION = 9;

    private final ControlConnection control;
    private final boolean mariaDb;

    HiddenCharacters(ControlConnection control, boolean mariaDb) {
        this.control = control;
        this.mariaDb = mariaDb;
    }

    /** The row of {@link CatalogDialect#columns}, with what was hidden in it. */
    @Nullable
    String[] complete(String schema, @Nullable String[] row) {
        TableId table = new TableId(schema, String.valueOf(row[0]));
        String column = String.valueOf(row[1]);
        @Nullable String[] result = row.clone();
        result[TYPE] = type(table, column, String.valueOf(row[TYPE]));
        if (hides(row[DEFAULT])) {
            result[DEFAULT] = defaultOf(table, column, row);
        }
        if (mariaDb && hides(row[GENERATION])) {
            result[GENERATION] = expression(table, column, String.valueOf(row[GENERATION]));
        }
        return result;
    }

    private static boolean hides(@Nullable String shown) {
        return shown != null && shown.contains(HIDDEN);
    }

    private String type(TableId table, String column, String declaration) {
        boolean isSet = declaration.regionMatches(true, 0, "set(", 0, 4);
        if (!hides(declaration) || !(isSet || declaration.regionMatches(true, 0, "enum(", 0, 5))) {
            return declaration;
        }
        List<String> shown = NativeType.parse(declaration).arguments();
        List<String> labels = byNumbers(table, column, shown.size(), isSet);
        if (!areShownAs(labels, shown)) {
            labels = byTemporaryTable(table, column, shown.size(), isSet);
        }
        if (!areShownAs(labels, shown)) {
            LOG.warn(
                    "the labels of column {} of table {} can't be told for sure, as the catalogue shows some characters as '?'; "
                            + GRANT,
                    column,
                    table,
                    Sql.identifier(table.schema()));
            return declaration;
        }
        return (isSet ? "set(" : "enum(") + labels.stream().map(Sql::text).collect(Collectors.joining(",")) + ")";
    }

    private static boolean areShownAs(List<String> labels, List<String> shown) {
        return labels.size() == shown.size()
                && IntStream.range(0, shown.size())
                        .allMatch(i ->
                                pattern(shown.get(i), 1).matcher(labels.get(i)).matches());
    }

    /** Matches texts that are shown like this if so many question marks stand for one hidden character. */
    private static Pattern pattern(String shown, int marks) {
        String hidden = HIDDEN.repeat(marks);
        StringBuilder regex = new StringBuilder();
        for (String part : shown.split("(?<=" + Pattern.quote(hidden) + ")|(?=" + Pattern.quote(hidden) + ")")) {
            regex.append(
                    part.equals(hidden)
                            ? "(?:[\\x{10000}-\\x{10FFFF}]|" + Pattern.quote(hidden) + ")"
                            : Pattern.quote(part));
        }
        return Pattern.compile(regex.toString());
    }

    private static String number(String n, boolean isSet) {
        return isSet ? "1 << (" + n + ")" : n + " + 1";
    }

    private static String nothing(TableId table, String column) {
        return "SELECT 0 AS n, t." + Sql.identifier(column) + " AS label FROM (SELECT 1) one LEFT JOIN "
                + Sql.table(table) + " t ON FALSE";
    }

    private List<String> byNumbers(TableId table, String column, int count, boolean isSet) {
        return labels("WITH RECURSIVE c AS (" + nothing(table, column) + " UNION ALL SELECT n + 1, "
                + number("n", isSet) + " FROM c WHERE n < " + count + ") SELECT label FROM c WHERE n > 0 ORDER BY n");
    }

    private List<String> byTemporaryTable(TableId table, String column, int count, boolean isSet) {
        String numbers = IntStream.range(0, count)
                .mapToObj(i -> "(" + (i + 1) + ", " + number(String.valueOf(i), isSet) + ")")
                .collect(Collectors.joining(", "));
        return ofTemporaryTable(table, column, "SELECT label FROM ", numbers);
    }

    /** What a query answers on a temporary table with a column like this one, after rows have been added to it. */
    private List<String> ofTemporaryTable(TableId table, String column, String query, String rows) {
        String name = Sql.table(new TableId(table.schema(), "millrace labels"));
        ask("CREATE TEMPORARY TABLE " + name + " " + nothing(table, column));
        if (!rows.isEmpty()) {
            ask("INSERT INTO " + name + " VALUES " + rows);
        }
        List<String> answer = labels(query + name + (rows.isEmpty() ? "" : " WHERE n > 0 ORDER BY n"));
        ask("DROP TEMPORARY TABLE IF EXISTS " + name);
        return answer;
    }

    private List<String> labels(String query) {
        return ask(query).stream().map(row -> String.valueOf(row[0])).toList();
    }

    /** A refusal is no answer: what can't be found out stays as it is shown. */
    private List<@Nullable String[]> ask(String query) {
        try {
            return control.query(DOING, query);
        } catch (ReplicationException refused) {
            if (refused.isRetryable()) {
                throw refused;
            }
            LOG.debug("the catalogue's question marks stay", refused);
            return List.of();
        }
    }

    /** Literals are asked of the server; expressions of MySQL are shown whole, and those of MariaDB stand in the table's definition. */
    private String defaultOf(TableId table, String column, @Nullable String[] row) {
        String shown = String.valueOf(row[DEFAULT]);
        boolean isLiteral =
                mariaDb ? shown.startsWith("'") : !String.valueOf(row[EXTRA]).contains("DEFAULT_GENERATED");
        if (!isLiteral) {
            return mariaDb ? expression(table, column, shown) : shown;
        }
        String query = "SELECT DEFAULT(t." + Sql.identifier(column) + ") FROM ";
        List<@Nullable String[]> answer = ask(query + "(SELECT 1) one LEFT JOIN " + Sql.table(table) + " t ON FALSE");
        String value = answer.isEmpty() ? null : answer.get(0)[0];
        if (value == null) {
            value = ofTemporaryTable(table, column, "SELECT DEFAULT(label) FROM ", "").stream()
                    .findFirst()
                    .orElse(null);
        }
        if (value == null) {
            LOG.warn(
                    "the default of column {} of table {} can't be told for sure, as the catalogue shows some characters as '?'; "
                            + GRANT,
                    column,
                    table,
                    Sql.identifier(table.schema()));
            return shown;
        }
        return mariaDb ? Sql.text(value) : value;
    }

    private String expression(TableId table, String column, String shown) {
        Pattern pattern = pattern(shown, 4);
        return ask("SHOW CREATE TABLE " + Sql.table(table)).stream()
                .flatMap(row -> String.valueOf(row[1]).lines())
                .filter(line -> line.trim().startsWith(Sql.identifier(column)))
                .map(pattern::matcher)
                .filter(Matcher::find)
                .map(Matcher::group)
                .findFirst()
                .orElse(shown);
    }
}
