/** Whole tasks from an emulated SQL Server. */
@NullMarked
package dev.millrace.sqlserver;

import org.jspecify.annotations.NullMarked;
