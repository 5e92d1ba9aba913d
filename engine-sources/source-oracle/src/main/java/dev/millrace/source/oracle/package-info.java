/** Oracle as a source: load by flashback queries, changes by LogMiner. */
@NullMarked
package dev.millrace.source.oracle;

import org.jspecify.annotations.NullMarked;
