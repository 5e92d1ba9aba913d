@NullMarked
package dev.millrace.source.sqlserver.snapshot;

import org.jspecify.annotations.NullMarked;
