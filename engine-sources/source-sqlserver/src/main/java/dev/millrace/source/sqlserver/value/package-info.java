/** Values of columns in their canonical form. */
@NullMarked
package dev.millrace.source.sqlserver.value;

import org.jspecify.annotations.NullMarked;
