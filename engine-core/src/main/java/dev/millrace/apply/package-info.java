/** From change events to committed target transactions: gather whole source transactions, reduce them to sets, apply, commit with the checkpoint. */
@NullMarked
package dev.millrace.apply;

import org.jspecify.annotations.NullMarked;
