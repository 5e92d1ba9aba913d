@NullMarked
package dev.millrace.source.oracle.container;

import org.jspecify.annotations.NullMarked;
