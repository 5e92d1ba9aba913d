package dev.millrace.source.postgres.decoding;

import dev.millrace.model.TableSchema;

/**
 * How the values of a table's messages go into rows of its schema.
 *
 * @param schema layout of the rows
 * @param ordinals for each value of a message, the column of the schema
 * @param keys for each value of a message, whether an old row that holds only the key holds it
 */
@SuppressWarnings("ArrayRecordComponent") // read on the row path, never compared
public record Relation(TableSchema schema, int[] ordinals, boolean[] keys) {}
