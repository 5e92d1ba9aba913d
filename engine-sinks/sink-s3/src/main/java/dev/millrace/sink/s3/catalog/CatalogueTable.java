package dev.millrace.sink.s3.catalog;

import dev.millrace.model.TableId;
import dev.millrace.sink.s3.file.HiveShape;
import dev.millrace.sink.s3.file.HiveShape.Column;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A table as the catalogue has it. Its names are in small letters, as Glue and Athena have all names.
 *
 * @param database the schema's name
 * @param name the table's name
 * @param prefix of the keys of the table's files
 * @param partitioned whether each folder below the table's is a partition
 * @param shape of the files
 */
record CatalogueTable(String database, String name, String prefix, boolean partitioned, HiveShape shape) {
    /** The one partition key: where below the table's folder the files lie. Dates compare as their texts do. */
    static final String KEY = "folder";

    private static final String LOAD = CatalogueLayout.LOAD_FOLDER;

    static CatalogueTable of(TableId table, String prefix, boolean partitioned, HiveShape shape) {
        return new CatalogueTable(folded(table.schema()), folded(table.table()), prefix, partitioned, shape);
    }

    /** Columns under the catalogue's names. */
    List<Column> columns() {
        return shape.columns().stream()
                .map(column -> new Column(folded(column.name()), column.type()))
                .toList();
    }

    /**
     * The partition of a file of this table; empty if it lies in none. Whatever lies below the load's folder is one partition, since readers look
     * into the folders of a partition's folder, too.
     */
    Optional<String> partition(String key) {
        String inner = key.substring(prefix.length());
        int end = inner.lastIndexOf('/');
        if (!partitioned || end < 0) {
            return Optional.empty();
        }
        return Optional.of(inner.startsWith(LOAD) ? LOAD.substring(0, LOAD.length() - 1) : inner.substring(0, end));
    }

    /** For messages. */
    @Override
    public String toString() {
        return database + "." + name;
    }

    static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
