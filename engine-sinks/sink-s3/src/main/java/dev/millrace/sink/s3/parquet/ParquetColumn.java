package dev.millrace.sink.s3.parquet;

import org.apache.parquet.schema.PrimitiveType;

/**
 * A column of files.
 *
 * @param type what the file says of it
 * @param values how values get into it
 */
record ParquetColumn(PrimitiveType type, ColumnValues values) {}
