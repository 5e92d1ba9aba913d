@NullMarked
package dev.millrace.source.oracle.value;

import org.jspecify.annotations.NullMarked;
