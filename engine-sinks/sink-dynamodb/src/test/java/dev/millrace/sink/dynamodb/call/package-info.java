/** What tests see of requests. */
@NullMarked
package dev.millrace.sink.dynamodb.call;

import org.jspecify.annotations.NullMarked;
