/** Tables, columns, types, keys and indexes as the source's catalogue tells them. */
@NullMarked
package dev.millrace.source.postgres.catalog;

import org.jspecify.annotations.NullMarked;
