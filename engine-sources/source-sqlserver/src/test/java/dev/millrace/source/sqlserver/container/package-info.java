/** The contract on a real SQL Server, where there is Docker to run it in. */
@NullMarked
package dev.millrace.source.sqlserver.container;

import org.jspecify.annotations.NullMarked;
