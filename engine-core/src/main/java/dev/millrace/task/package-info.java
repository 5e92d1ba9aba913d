/** The library's front door: build a replication task, start it, watch it, stop it. */
@NullMarked
package dev.millrace.task;

import org.jspecify.annotations.NullMarked;
