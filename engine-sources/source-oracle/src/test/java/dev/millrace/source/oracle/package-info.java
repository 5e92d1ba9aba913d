@NullMarked
package dev.millrace.source.oracle;

import org.jspecify.annotations.NullMarked;
