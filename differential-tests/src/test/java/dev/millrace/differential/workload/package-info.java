/** A workload made from a seed: tables with columns of every type, and changes of every kind. */
@NullMarked
package dev.millrace.differential.workload;

import org.jspecify.annotations.NullMarked;
