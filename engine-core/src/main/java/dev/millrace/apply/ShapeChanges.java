package dev.millrace.apply;

import dev.millrace.model.TableSchema;

/** Repeats a change of a table's shape on the target, as far as the task's DDL policy wants it. */
interface ShapeChanges {
    void alter(TableSchema known, TableSchema wanted);
}
