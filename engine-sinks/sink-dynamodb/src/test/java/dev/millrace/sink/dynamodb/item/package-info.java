/** Tests without a server. */
@NullMarked
package dev.millrace.sink.dynamodb.item;

import org.jspecify.annotations.NullMarked;
