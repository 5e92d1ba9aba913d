/** A real DynamoDB for tests. */
@NullMarked
package dev.millrace.servers.dynamodb;

import org.jspecify.annotations.NullMarked;
