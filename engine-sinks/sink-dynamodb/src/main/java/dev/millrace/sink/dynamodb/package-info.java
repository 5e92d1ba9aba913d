/** The DynamoDB sink: rows as items, told apart by their key, each written by the version of its last change. */
@NullMarked
package dev.millrace.sink.dynamodb;

import org.jspecify.annotations.NullMarked;
