/** Tests without a server. */
@NullMarked
package dev.millrace.sink.dynamodb.write;

import org.jspecify.annotations.NullMarked;
