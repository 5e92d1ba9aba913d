package dev.millrace.sink.mysql.dialect;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.IndexSchema;
import dev.millrace.model.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands behind {@code ALTER TABLE … ADD} for a secondary index. */
final class IndexDefinition {
    private static final int PREFIX_LENGTH = 191;
    private static final String NAME = "(?:`(?:[^`]|``)*`|[^\\s`.(]+)";
    private static final String KIND = "(UNIQUE\\s+|FULLTEXT\\s+|SPATIAL\\s+)?";
    private static final Pattern CREATE = Pattern.compile(
            "CREATE\\s+" + KIND + "INDEX\\s+" + NAME + "\\s+ON\\s+" + NAME + "(?:\\." + NAME + ")?\\s*(\\(.*)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern KEY = Pattern.compile(
            KIND + "(?:KEY|INDEX)\\s+" + NAME + "?\\s*(\\(.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private IndexDefinition() {}

    /** Empty if MySQL has no index of that kind: partial ones, those over expressions of another family, and those of other methods. */
    static Optional<String> of(
            TableSchema wanted, IndexSchema index, String quotedName, Function<ColumnSchema, String> columnType) {
        if (wanted.family() == EngineFamily.MYSQL) {
            Matcher words = words(index.definition());
            if (words.matches()) {
                String kind =
                        words.group(1) == null ? "" : words.group(1).trim().toUpperCase(Locale.ROOT) + " ";
                return Optional.of(
                        kind + "KEY " + quotedName + " " + words.group(2).trim());
            }
        }
        String definition = index.definition().toLowerCase(Locale.ROOT);
        boolean foreignMethod = definition.contains(" using ") && !definition.contains(" using btree");
        if (index.columns().isEmpty() || definition.contains(" where ") || foreignMethod) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        for (String name : index.columns()) {
            ColumnSchema column = wanted.column(wanted.ordinals(List.of(name))[0]);
            String type = columnType.apply(column);
            if (type.equals("json") || type.equals("geometry")) {
                return Optional.empty();
            }
            parts.add(SqlText.quote(name) + (needsPrefix(type) ? "(" + PREFIX_LENGTH + ")" : ""));
        }
        return Optional.of(
                (index.unique() ? "UNIQUE KEY " : "KEY ") + quotedName + " (" + String.join(", ", parts) + ")");
    }

    private static Matcher words(String definition) {
        Matcher key = KEY.matcher(definition);
        return key.matches() ? key : CREATE.matcher(definition);
    }

    private static boolean needsPrefix(String type) {
        if (ForeignTypes.isLarge(type)) {
            return true;
        }
        Matcher length = Pattern.compile("varchar\\((\\d+)\\)").matcher(type);
        return length.matches() && Integer.parseInt(length.group(1)) > ForeignTypes.KEY_BYTES / 4;
    }
}
