@org.jspecify.annotations.NullMarked
package dev.millrace.sink.s3.catalog;
