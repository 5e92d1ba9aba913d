/** How values of rows become fields of {@code LOAD DATA} and literals of statements. */
@NullMarked
package dev.millrace.sink.mysql.encode;

import org.jspecify.annotations.NullMarked;
