/** Values of Oracle in canonical form, from queries and from the log. */
@NullMarked
package dev.millrace.source.oracle.value;

import org.jspecify.annotations.NullMarked;
