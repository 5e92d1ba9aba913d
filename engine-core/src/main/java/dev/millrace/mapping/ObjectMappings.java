package dev.millrace.mapping;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ItemShape;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The object-mapping rules of a task: one at most for a table. Immutable. */
final class ObjectMappings {
    private final List<ObjectMappingRule> rules;

    ObjectMappings(List<ObjectMappingRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** The rule about a source table. */
    Optional<ObjectMappingRule> of(TableId source) {
        List<ObjectMappingRule> found =
                rules.stream().filter(rule -> rule.locator().matches(source)).toList();
        if (found.size() > 1) {
            throw new ReplicationException(
                    ErrorCode.MAPPING_INVALID,
                    found.get(0).label() + " and " + found.get(1).label() + " both say what rows of table " + source
                            + " become; keep one of them");
        }
        return found.stream().findFirst();
    }

    /**
     * Gives a wanted table the shape of its items. Rows are told apart by the columns that an item's key is made of: a change of these columns
     * is a change of the key.
     *
     * @param names what a column of the source is called in the wanted table; empty if it is left out there
     */
    TableSchema shaped(TableSchema source, TableSchema wanted, Function<String, Optional<String>> names) {
        return of(source.id())
                .map(rule -> shaped(
                        wanted,
                        rule.shape()
                                .renamed(column -> names.apply(column)
                                        .filter(name -> source.ordinal(column).isPresent())
                                        .orElseThrow(() -> unknown(rule, column, source.id()))),
                        rule))
                .orElse(wanted);
    }

    private static TableSchema shaped(TableSchema wanted, ItemShape shape, ObjectMappingRule rule) {
        for (String column : shape.keyColumns()) {
            if (wanted.ordinal(column).isEmpty()) {
                throw unknown(rule, column, wanted.id());
            }
        }
        List<String> columns = List.copyOf(shape.keyColumns());
        List<KeySchema> others = new ArrayList<>(wanted.uniqueKeys());
        wanted.primaryKey().filter(key -> !key.columns().equals(columns)).ifPresent(others::add);
        return wanted.toBuilder()
                .primaryKey(new KeySchema("item_key", columns))
                .uniqueKeys(others)
                .foreignKeys(List.of())
                .indexes(List.of())
                .itemShape(shape)
                .build();
    }

    private static ReplicationException unknown(ObjectMappingRule rule, String column, TableId table) {
        return new ReplicationException(
                ErrorCode.MAPPING_INVALID,
                rule.label() + " names column " + column + ", which table " + table
                        + " does not have or another rule leaves out; names are case-sensitive");
    }
}
