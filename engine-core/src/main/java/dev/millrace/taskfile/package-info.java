/** Reads a DMS task JSON into a task configuration, and reports whatever it says that is not honoured. */
@NullMarked
package dev.millrace.taskfile;

import org.jspecify.annotations.NullMarked;
