package dev.millrace.source.postgres.decoding;

import dev.millrace.model.TableId;
import dev.millrace.source.postgres.catalog.CatalogTable;
import dev.millrace.source.postgres.catalog.ColumnType;
import dev.millrace.source.postgres.catalog.TypeRegistry.TypeKey;
import java.util.List;
import java.util.Optional;

/** The catalogue as it is now, which may be ahead of the log. */
public interface TableLookup {

    /** What the types stand for, in the order of {@code keys}. */
    List<ColumnType> types(List<TypeKey> keys);

    /** The table; empty if it is gone. */
    Optional<CatalogTable> table(TableId id);
}
