package dev.millrace.crash;

import java.util.Random;
import java.util.stream.Stream;

/**
 * What one run does.
 *
 * @param source the kind of the source
 * @param target the kind of the target
 * @param kills how many times the engine is killed, or for how many rounds its network fails
 * @param seed what the moments and the statements follow from
 */
record Scenario(Engine source, Engine target, int kills, long seed) {

    /** The pair, such as {@code postgres-mysql}; without it a sample of pairs runs. */
    static final String PAIR_PROPERTY = "millrace.crash.pair";

    static final String KILLS_PROPERTY = "millrace.crash.kills";
    static final String SEED_PROPERTY = "millrace.crash.seed";

    /** The pair that the properties name, or else the sample. */
    static Stream<Scenario> chosen(Scenario... sample) {
        String pair = System.getProperty(PAIR_PROPERTY);
        if (pair == null) {
            return Stream.of(sample);
        }
        String[] names = pair.split("-");
        return Stream.of(of(Engine.named(names[0]), Engine.named(names[1]), sample[0].kills));
    }

    static Scenario of(Engine source, Engine target, int kills) {
        return new Scenario(
                source,
                target,
                Integer.getInteger(KILLS_PROPERTY, kills),
                Long.getLong(SEED_PROPERTY, new Random().nextInt(1_000_000)));
    }

    @Override
    public String toString() {
        return source + "-" + target + ", " + kills + " kills, seed " + seed;
    }
}
