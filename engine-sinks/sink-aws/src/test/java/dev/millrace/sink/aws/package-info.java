/** What sinks on AWS share: where a service is, how to log in, what its failures mean. */
@NullMarked
package dev.millrace.sink.aws;

import org.jspecify.annotations.NullMarked;
