package dev.millrace.apply;

import java.util.function.LongConsumer;

/**
 * The random cases of a model test: as many seeds as it asks for, the same in every build. {@code -Dmillrace.model.seed} begins elsewhere,
 * {@code -Dmillrace.model.times} tries so many times as many.
 */
final class Cases {
    private static final long FIRST = Long.getLong("millrace.model.seed", 1);
    private static final int TIMES = Integer.getInteger("millrace.model.times", 1);

    /** Generators of neighbouring seeds begin alike; those of its multiples do not. */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private Cases() {}

    static void each(int cases, LongConsumer test) {
        for (long seed = FIRST; seed < FIRST + (long) cases * TIMES; seed++) {
            try {
                test.accept(seed * SPREAD);
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("the case of seed " + seed + " failed: " + failure.getMessage(), failure);
            }
        }
    }
}
