/** Random scripts of transactions and of an administrator's work, run on a database, with what its log has to tell known from a model in memory. */
@NullMarked
package dev.millrace.testing.script;

import org.jspecify.annotations.NullMarked;
