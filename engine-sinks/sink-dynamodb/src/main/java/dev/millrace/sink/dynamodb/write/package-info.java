/** Writers of items, for the load and for changes. */
@NullMarked
package dev.millrace.sink.dynamodb.write;

import org.jspecify.annotations.NullMarked;
