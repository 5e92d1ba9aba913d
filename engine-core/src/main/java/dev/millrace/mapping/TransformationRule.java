package dev.millrace.mapping;

import static java.util.Objects.requireNonNull;

/**
 * Gives schemas, tables or columns another name on the target, leaves columns out, or adds some.
 *
 * @param id {@code rule-id}
 * @param target what kind of object it is about
 * @param locator which objects, by their names on the source
 * @param transformation what it does with them
 */
public record TransformationRule(long id, Target target, Locator locator, Transformation transformation)
        implements MappingRule {

    /** {@code rule-target}. */
    public enum Target {
        SCHEMA,
        TABLE,
        COLUMN
    }

    public TransformationRule {
        requireNonNull(target, "target is null");
        requireNonNull(locator, "locator is null");
        requireNonNull(transformation, "transformation is null");
        if (target != Target.COLUMN && !(transformation instanceof Transformation.NameChange)) {
            throw new IllegalArgumentException(transformation.action() + " is for columns only");
        }
    }

    /** A rule about schemas. */
    public static TransformationRule ofSchema(long id, String schema, Transformation.NameChange change) {
        return new TransformationRule(id, Target.SCHEMA, Locator.schemas(schema), change);
    }

    /** A rule about tables. */
    public static TransformationRule ofTable(long id, String schema, String table, Transformation.NameChange change) {
        return new TransformationRule(id, Target.TABLE, Locator.tables(schema, table), change);
    }

    /** A rule about columns. */
    public static TransformationRule ofColumn(
            long id, String schema, String table, String column, Transformation change) {
        return new TransformationRule(id, Target.COLUMN, Locator.columns(schema, table, column), change);
    }

    @Override
    public String action() {
        return transformation.action();
    }
}
