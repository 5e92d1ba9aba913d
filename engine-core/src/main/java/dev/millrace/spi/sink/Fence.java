package dev.millrace.spi.sink;

/**
 * The number of an instance of a task. A later instance takes a higher one; from then on every commit under a lower one fails
 * with {@code FENCED}.
 */
public record Fence(long number) {}
