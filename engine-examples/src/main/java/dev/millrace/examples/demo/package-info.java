/** A demonstration on two embedded PostgreSQL servers: load, live changes, catch-up, comparison. */
@NullMarked
package dev.millrace.examples.demo;

import org.jspecify.annotations.NullMarked;
