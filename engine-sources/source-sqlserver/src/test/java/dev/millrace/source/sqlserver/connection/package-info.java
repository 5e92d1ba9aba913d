@NullMarked
package dev.millrace.source.sqlserver.connection;

import org.jspecify.annotations.NullMarked;
