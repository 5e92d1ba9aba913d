/** The command line's entry; what it runs is in the packages below. */
@NullMarked
package dev.millrace.examples;

import org.jspecify.annotations.NullMarked;
