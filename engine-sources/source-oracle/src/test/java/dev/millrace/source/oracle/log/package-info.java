@NullMarked
package dev.millrace.source.oracle.log;

import org.jspecify.annotations.NullMarked;
