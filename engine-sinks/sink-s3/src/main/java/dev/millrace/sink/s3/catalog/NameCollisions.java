package dev.millrace.sink.s3.catalog;

import dev.millrace.error.ErrorCode;
import dev.millrace.sink.s3.file.HiveShape.Column;
import dev.millrace.spi.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names that a catalogue can't tell apart, since it has small letters only. */
final class NameCollisions {
    private NameCollisions() {}

    static List<Finding> of(List<CatalogueTable> tables) {
        List<Finding> findings = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (CatalogueTable table : tables) {
            if (!names.add(table.toString())) {
                findings.add(Finding.blocking(
                        ErrorCode.MAPPING_INVALID,
                        "several tables would be " + table + " in the catalogue of Glue, which has small letters only",
                        "give each a schema or a table name of its own by a rule"));
            }
            findings.addAll(columns(table));
        }
        return findings;
    }

    private static List<Finding> columns(CatalogueTable table) {
        Set<String> names = new HashSet<>();
        if (table.partitioned()) {
            names.add(CatalogueTable.KEY);
        }
        return table.columns().stream()
                .map(Column::name)
                .filter(name -> !names.add(name))
                .distinct()
                .map(name -> Finding.blocking(
                        ErrorCode.MAPPING_INVALID,
                        "table " + table + " would have two columns " + name
                                + " in the catalogue of Glue, which has small letters only; Op, TimestampColumnName and, with"
                                + " DatePartitionEnabled, " + CatalogueTable.KEY + " are columns, too",
                        "rename the column by a rule"))
                .toList();
    }
}
