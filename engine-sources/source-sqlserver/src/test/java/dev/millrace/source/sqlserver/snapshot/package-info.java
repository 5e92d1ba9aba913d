/** Tests of the full load's statements. */
@org.jspecify.annotations.NullMarked
package dev.millrace.source.sqlserver.snapshot;
