/** Which tables take part, and what they are called on the target: DMS's table mappings. */
@NullMarked
package dev.millrace.mapping;

import org.jspecify.annotations.NullMarked;
