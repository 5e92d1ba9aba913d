package dev.millrace.apply;

import org.jspecify.annotations.Nullable;

/**
 * An earlier batch that has to be committed before some of a batch's rows are touched.
 *
 * @param keys what it touches; null if nobody has looked
 */
record Predecessor(long number, @Nullable ConflictKeys keys) {}
