@NullMarked
package dev.millrace.source.sqlserver.log;

import org.jspecify.annotations.NullMarked;
