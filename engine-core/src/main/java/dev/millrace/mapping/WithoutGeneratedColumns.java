package dev.millrace.mapping;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.TableSchema;

/**
 * Mappings to a target of another family, which can't read the source's generation expressions: generated columns, whose values no
 * log carries, are left out rather than left NULL, and so are keys and indexes over them.
 */
public final class WithoutGeneratedColumns extends ReroutedMappings {

    public WithoutGeneratedColumns(TableMappings mappings) {
        super(mappings);
    }

    @Override
    public TableRoute route(TableSchema source) {
        TableRoute route = mappings.route(source);
        return NarrowedRoute.of(route, column -> route.wanted().column(column).fill() != ColumnSchema.Fill.GENERATED);
    }
}
