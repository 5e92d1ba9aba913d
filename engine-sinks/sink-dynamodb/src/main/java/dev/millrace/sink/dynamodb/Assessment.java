package dev.millrace.sink.dynamodb;

import dev.millrace.error.ErrorCode;
import dev.millrace.model.DataType;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            if (table.ordinal(versionAttribute).isPresent()) {
                findings.add(Finding.blocking(
                        ErrorCode.SETTING_INVALID,
                        "table " + table.id() + " has a column " + versionAttribute
                                + ", which is where items keep their version",
                        "name another attribute by VersionAttribute"));
            }
            key(table).ifPresent(findings::add);
        }
        return findings;
    }

    private Optional<Finding> key(TableSchema table) {
        Optional<List<String>> key = table.identifyingKey().map(KeySchema::columns);
        if (key.isEmpty()) {
            return Optional.of(Finding.blocking(
                    ErrorCode.TARGET_TABLE_MISMATCH,
                    "table " + table.id() + " has no key, which is what items are told apart by",
                    "give it a primary key, or leave it out"));
        }
        if (key.get().size() > MOST_KEY_COLUMNS) {
            return Optional.of(
                    Finding.blocking(
                            ErrorCode.TARGET_TABLE_MISMATCH,
                            "table " + table.id() + " has a key of " + key.get().size()
                                    + " columns, and the key of an item has one or two",
                            "leave it out; a key made of several columns takes an object-mapping rule, which is not built yet"));
        }
        return key.get().stream()
                .filter(column ->
                        table.column(table.ordinals(List.of(column))[0]).type().kind() == DataType.Kind.BOOLEAN)
                .findFirst()
                .map(column -> Finding.blocking(
                        ErrorCode.TYPE_NOT_REPRESENTABLE,
                        "key column " + column + " of table " + table.id()
                                + " is BOOLEAN, which no key of items can be",
                        "leave the table out"));
    }
}
