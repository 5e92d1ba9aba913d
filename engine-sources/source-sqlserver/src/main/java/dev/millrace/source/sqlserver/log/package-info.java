/** The change tables, read by Debezium's connector. */
@NullMarked
package dev.millrace.source.sqlserver.log;

import org.jspecify.annotations.NullMarked;
