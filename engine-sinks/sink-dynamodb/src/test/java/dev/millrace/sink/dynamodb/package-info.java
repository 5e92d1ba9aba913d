/** Tests of the DynamoDB sink against a real server. */
@NullMarked
package dev.millrace.sink.dynamodb;

import org.jspecify.annotations.NullMarked;
