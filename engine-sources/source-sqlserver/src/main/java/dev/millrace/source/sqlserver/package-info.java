/** SQL Server as a source. */
@NullMarked
package dev.millrace.source.sqlserver;

import org.jspecify.annotations.NullMarked;
