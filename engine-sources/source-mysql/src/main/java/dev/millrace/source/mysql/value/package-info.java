/** Values on the wire turned into canonical form; nothing here does I/O. */
@NullMarked
package dev.millrace.source.mysql.value;

import org.jspecify.annotations.NullMarked;
