/** Tests of the SQL Server source on an emulated server. */
@NullMarked
package dev.millrace.source.sqlserver;

import org.jspecify.annotations.NullMarked;
