/** Rows as Parquet: encoded by Apache's own column writers, laid out in pages, row groups and a footer here, so that nothing of Hadoop is needed. */
@NullMarked
package dev.millrace.sink.s3.parquet;

import org.jspecify.annotations.NullMarked;
