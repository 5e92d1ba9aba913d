/** What travels: tables, columns, types, rows, change events and positions. Nothing here does I/O. */
@NullMarked
package dev.millrace.model;

import org.jspecify.annotations.NullMarked;
