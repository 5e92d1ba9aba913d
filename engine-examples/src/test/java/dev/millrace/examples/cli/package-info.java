@NullMarked
package dev.millrace.examples.cli;

import org.jspecify.annotations.NullMarked;
