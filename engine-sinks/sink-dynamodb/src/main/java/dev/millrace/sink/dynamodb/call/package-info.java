/** Requests: how they are made, repeated, held back and told when they fail. */
@NullMarked
package dev.millrace.sink.dynamodb.call;

import org.jspecify.annotations.NullMarked;
