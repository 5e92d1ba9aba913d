package dev.millrace.mapping;

/** One rule of a task's table mappings. */
public sealed interface MappingRule
        permits SelectionRule, TransformationRule, TableSettingsRule, ObjectMappingRule, TagRule {

    /** {@code rule-id}: of two transformation rules for the same object the lower one wins. */
    long id();

    /** What the rule does, in DMS's word for it. */
    String action();

    /** How messages call the rule. */
    default String label() {
        return "rule " + id() + " (" + action() + ")";
    }
}
