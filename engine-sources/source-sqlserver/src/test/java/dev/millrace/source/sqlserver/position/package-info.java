@NullMarked
package dev.millrace.source.sqlserver.position;

import org.jspecify.annotations.NullMarked;
