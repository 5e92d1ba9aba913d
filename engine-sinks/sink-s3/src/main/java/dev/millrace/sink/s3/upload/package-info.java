/** Objects of a bucket: the few calls that the sink makes, and what they promise. */
@org.jspecify.annotations.NullMarked
package dev.millrace.sink.s3.upload;
