package dev.millrace.mapping;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import java.util.List;

/** The selection rules of a task. */
final class Selection {
    private final List<SelectionRule> rules;

    Selection(List<SelectionRule> rules) {
        this.rules = rules;
        if (rules.stream().allMatch(rule -> rule.kind() == SelectionRule.Kind.EXCLUDE)) {
            throw new ReplicationException(
                    ErrorCode.MAPPING_INVALID,
                    "no selection rule includes a table; add one with rule-action include, such as schema-name \"public\""
                            + " and table-name \"%\"");
        }
        rules.stream()
                .filter(rule -> rule.kind() == SelectionRule.Kind.EXPLICIT)
                .forEach(this::refuseContradiction);
    }

    boolean contains(TableId id) {
        boolean included = false;
        boolean excluded = false;
        for (SelectionRule rule : rules) {
            if (rule.locator().matches(id)) {
                if (rule.kind() == SelectionRule.Kind.EXPLICIT) {
                    return true;
                }
                included |= rule.kind() == SelectionRule.Kind.INCLUDE;
                excluded |= rule.kind() == SelectionRule.Kind.EXCLUDE;
            }
        }
        return included && !excluded;
    }

    int loadOrder(TableId id) {
        return rules.stream()
                .filter(rule -> rule.kind() != SelectionRule.Kind.EXCLUDE
                        && rule.locator().matches(id))
                .mapToInt(SelectionRule::loadOrder)
                .max()
                .orElse(0);
    }

    private void refuseContradiction(SelectionRule explicit) {
        for (SelectionRule other : rules) {
            if (other.kind() == SelectionRule.Kind.EXCLUDE
                    && other.locator().isExactTable()
                    && other.locator().toString().equals(explicit.locator().toString())) {
                throw new ReplicationException(
                        ErrorCode.MAPPING_INVALID,
                        explicit.label() + " and " + other.label() + " contradict each other about table "
                                + explicit.locator() + "; remove one of them");
            }
        }
    }
}
