/** The command line: runs a task file, shows its progress, and says by its exit code how it ended. */
@NullMarked
package dev.millrace.examples.cli;

import org.jspecify.annotations.NullMarked;
