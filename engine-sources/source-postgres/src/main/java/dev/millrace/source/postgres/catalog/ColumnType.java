package dev.millrace.source.postgres.catalog;

import dev.millrace.model.DataType;
import dev.millrace.model.WireForm;

/**
 * What a type's object identifier and modifier stand for.
 *
 * @param type the engine-neutral type; that of the base type for a domain
 * @param nativeType as {@code format_type} prints it, schema-qualified unless built in
 * @param wire the form of values
 */
public record ColumnType(DataType type, String nativeType, WireForm wire) {}
