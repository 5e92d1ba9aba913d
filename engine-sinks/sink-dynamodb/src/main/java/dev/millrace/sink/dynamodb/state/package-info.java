/** What the target remembers of the task, in two tables of its own. */
@NullMarked
package dev.millrace.sink.dynamodb.state;

import org.jspecify.annotations.NullMarked;
