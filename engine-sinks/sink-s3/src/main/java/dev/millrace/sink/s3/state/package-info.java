/** What a task leaves beside its files, and how they are committed together. */
@org.jspecify.annotations.NullMarked
package dev.millrace.sink.s3.state;
