/** A real S3 server for tests. */
@org.jspecify.annotations.NullMarked
package dev.millrace.servers.s3;
