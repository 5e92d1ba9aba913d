@NullMarked
package dev.millrace.source.oracle.catalogue;

import org.jspecify.annotations.NullMarked;
