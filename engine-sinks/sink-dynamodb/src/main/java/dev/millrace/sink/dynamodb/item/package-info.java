/** Items: what becomes of a row. */
@NullMarked
package dev.millrace.sink.dynamodb.item;

import org.jspecify.annotations.NullMarked;
