package dev.millrace.sink.postgres;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.jdbc.PresentColumns;
import dev.millrace.sink.jdbc.TableFit;
import java.util.List;
import java.util.stream.Collectors;

/** {@link PresentColumns} of PostgreSQL. */
final class ExistingColumns implements PresentColumns {
    static final TableFit FIT = new TableFit(new ExistingColumns());

    private ExistingColumns() {}

    @Override
    public boolean isSameName(String one, String other) {
        return one.equals(other);
    }

    /** A column that only the source generates: its values are not replicated to a target that has left it out. */
    @Override
    public boolean canBeMissing(TableSchema wanted, ColumnSchema column) {
        return column.fill() == Fill.GENERATED && wanted.family() == EngineFamily.POSTGRES;
    }

    @Override
    public boolean losesValues(TableSchema wanted, ColumnSchema column, ColumnSchema present) {
        return present.fill() != Fill.GENERATED
                && !present.nativeType().equals(type(wanted, column))
                && ColumnFit.losesValues(column, present);
    }

    @Override
    public boolean mustBeGiven(ColumnSchema present) {
        return !present.nullable() && present.fill() == Fill.DEFAULT && present.expression() == null;
    }

    @Override
    public String add(TableSchema wanted, List<ColumnSchema> missing) {
        return alter(wanted.id())
                + missing.stream()
                        .map(column ->
                                " ADD COLUMN " + PostgresDialect.quoted(column.name()) + " " + type(wanted, column))
                        .collect(Collectors.joining(","));
    }

    @Override
    public String retype(TableSchema wanted, ColumnSchema column) {
        return alter(wanted.id()) + " ALTER COLUMN " + PostgresDialect.quoted(column.name()) + " TYPE "
                + type(wanted, column);
    }

    @Override
    public String relax(TableId table, ColumnSchema present) {
        return alter(table) + " ALTER COLUMN " + PostgresDialect.quoted(present.name()) + " DROP NOT NULL";
    }

    private static String alter(TableId table) {
        return "ALTER TABLE " + PostgresDialect.quoted(table);
    }

    /** The column's type in PostgreSQL's words. */
    private static String type(TableSchema wanted, ColumnSchema column) {
        return wanted.family() == EngineFamily.POSTGRES && column.isDeclared()
                ? column.nativeType()
                : TypeMapping.of(column.type());
    }
}
