package dev.millrace.sink.dynamodb;

import dev.millrace.error.ErrorCode;
import dev.millrace.model.DataType;
import dev.millrace.model.ItemShape;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.dynamodb.item.TextColumns;
import dev.millrace.spi.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Looks for tables whose rows can't become items. */
final class Assessment {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{3,255}");
    private static final int MOST_KEY_COLUMNS = 2;
    private static final String RENAME = "give it another name by a transformation rule (rename, add-prefix)";

    private final String versionAttribute;

    Assessment(String versionAttribute) {
        this.versionAttribute = versionAttribute;
    }

    List<Finding> of(List<TableSchema> wanted) {
        List<Finding> findings = new ArrayList<>();
        Map<String, TableId> owners = new HashMap<>();
        for (TableSchema table : wanted) {
            String name = table.id().table();
            TableId owner = owners.putIfAbsent(name, table.id());
            if (owner != null) {
                findings.add(Finding.blocking(
                        ErrorCode.MAPPING_INVALID,
                        "tables " + owner + " and " + table.id() + " have one name, and DynamoDB has no schemas",
                        RENAME));
            }
            if (!NAME.matcher(name).matches()) {
                findings.add(Finding.blocking(
                        ErrorCode.MAPPING_INVALID,
                        "table " + table.id()
                                + " has a name that DynamoDB does not take: 3 to 255 of a-z, A-Z, 0-9, '_',"
                                + " '-' and '.'",
                        RENAME));
            }
            if (attributes(table).contains(versionAttribute)) {
                findings.add(Finding.blocking(
                        ErrorCode.SETTING_INVALID,
                        "items of table " + table.id() + " have an attribute " + versionAttribute
                                + ", which is where their version is kept",
                        "name another attribute by VersionAttribute"));
            }
            key(table).ifPresent(findings::add);
            table.itemShape().ifPresent(shape -> findings.addAll(templates(table, shape)));
        }
        return findings;
    }

    private static Set<String> attributes(TableSchema table) {
        Set<String> names = new HashSet<>();
        table.columns().forEach(column -> names.add(column.name()));
        table.itemShape().ifPresent(shape -> {
            names.removeAll(shape.excluded());
            names.addAll(shape.attributes().keySet());
            names.addAll(shape.key());
        });
        return names;
    }

    /** Bytes have no text, so they can only be a value by themselves. */
    private static List<Finding> templates(TableSchema table, ItemShape shape) {
        List<Finding> findings = new ArrayList<>();
        shape.attributes().forEach((name, template) -> {
            for (String column : TextColumns.of(template)) {
                if (type(table, column).isBinary()) {
                    findings.add(Finding.blocking(
                            ErrorCode.TYPE_NOT_REPRESENTABLE,
                            "attribute " + name + " of items of table " + table.id() + " takes the text of column "
                                    + column + ", which is binary and has none",
                            "let the column be a value by itself, of attribute-sub-type binary, or leave it out"));
                }
            }
        });
        return findings;
    }

    private static DataType type(TableSchema table, String column) {
        return table.column(table.ordinals(List.of(column))[0]).type();
    }

    private Optional<Finding> key(TableSchema table) {
        Optional<List<String>> key = table.itemShape()
                .map(shape -> shape.key().stream()
                        .filter(name -> !shape.attributes().containsKey(name))
                        .toList())
                .or(() -> table.identifyingKey().map(KeySchema::columns));
        if (key.isEmpty()) {
            return Optional.of(Finding.blocking(
                    ErrorCode.TARGET_TABLE_MISMATCH,
                    "table " + table.id() + " has no key, which is what items are told apart by",
                    "give it a primary key or an object-mapping rule, or leave it out"));
        }
        if (key.get().size() > MOST_KEY_COLUMNS) {
            return Optional.of(Finding.blocking(
                    ErrorCode.TARGET_TABLE_MISMATCH,
                    "table " + table.id() + " has a key of " + key.get().size()
                            + " columns, and the key of an item has one or two",
                    "give it an object-mapping rule whose key is made of several columns, or leave it out"));
        }
        return key.get().stream()
                .filter(column -> type(table, column).kind() == DataType.Kind.BOOLEAN)
                .findFirst()
                .map(column -> Finding.blocking(
                        ErrorCode.TYPE_NOT_REPRESENTABLE,
                        "key column " + column + " of table " + table.id()
                                + " is BOOLEAN, which no key of items can be",
                        "leave the table out"));
    }
}
