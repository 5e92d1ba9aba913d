/** The one exception of the engine, its codes, and what each category of code makes the engine do. */
@NullMarked
package dev.millrace.error;

import org.jspecify.annotations.NullMarked;
