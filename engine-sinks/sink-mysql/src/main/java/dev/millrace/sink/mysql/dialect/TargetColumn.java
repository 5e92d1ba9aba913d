package dev.millrace.sink.mysql.dialect;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column of a target table, seen by those who write to it.
 *
 * @param schema as {@link MySqlCatalogue} describes it
 */
public record TargetColumn(ColumnSchema schema) {
    private static final Pattern CHARACTER_SET = Pattern.compile("CHARACTER SET (\\w+)");
    private static final Pattern COLLATION = Pattern.compile("COLLATE (\\w+)");
    private static final String UPDATES_ITSELF = " ON UPDATE ";

    public String name() {
        return schema.name();
    }

    public DataType type() {
        return schema.type();
    }

    /** Empty for columns without text. */
    public Optional<String> characterSet() {
        return find(CHARACTER_SET);
    }

    public Optional<String> collation() {
        return find(COLLATION);
    }

    /** Whether the server fills the column by itself always, so that it can't be written. */
    public boolean isGenerated() {
        return schema.fill() == ColumnSchema.Fill.GENERATED;
    }

    /** Whether an UPDATE that does not name the column changes it all the same. */
    public boolean updatesItself() {
        String expression = schema.expression();
        return !isGenerated() && expression != null && expression.contains(UPDATES_ITSELF);
    }

    /** Whether values are text in a character set, rather than bytes, numbers or times. */
    public boolean isText() {
        return characterSet().isPresent() || type().kind() == Kind.JSON;
    }

    private Optional<String> find(Pattern pattern) {
        Matcher matcher = pattern.matcher(schema.nativeType());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
