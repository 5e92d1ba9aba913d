package dev.millrace.crash;

import java.util.Random;
import java.util.stream.Stream;

/**
 * What one run does.
 *
 * @param source the kind of the source
 * @param target the kind of the target
 * @param kills how many times the engine is killed, or for how many rounds its network fails
 * @param commitMode {@code CommitMode} of the task, as the task file spells it
 * @param workers {@code ApplyWorkers} of the task
 * @param reader {@code Reader} of the source endpoint
 * @param seed what the moments and the statements follow from
 */
record Scenario(Engine source, Engine target, int kills, String commitMode, int workers, String reader, long seed) {

    /** The pair, such as {@code postgres-mysql}; without it a sample of pairs runs. */
    static final String PAIR_PROPERTY = "millrace.crash.pair";

    static final String KILLS_PROPERTY = "millrace.crash.kills";
    static final String COMMIT_MODE_PROPERTY = "millrace.crash.commit-mode";
    static final String WORKERS_PROPERTY = "millrace.crash.workers";
    static final String READER_PROPERTY = "millrace.crash.reader";
    static final String SEED_PROPERTY = "millrace.crash.seed";

    private static final String ORDERED = "ordered";
    private static final String RELAXED = "relaxed";
    private static final String NATIVE = "native";
    private static final String DEBEZIUM = "debezium";
    private static final int DEFAULT_WORKERS = 2;

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
        return new Scenario(source, target, kills, ORDERED, DEFAULT_WORKERS, NATIVE, new Random().nextInt(1_000_000))
                .asThePropertiesSay();
    }

    /** As {@link #of}, with Debezium as the reader of the source's log. */
    static Scenario throughDebezium(Engine source, Engine target, int kills) {
        return new Scenario(source, target, kills, ORDERED, DEFAULT_WORKERS, DEBEZIUM, new Random().nextInt(1_000_000))
                .asThePropertiesSay();
    }

    static Scenario relaxed(Engine source, Engine target, int kills, int workers) {
        return new Scenario(source, target, kills, RELAXED, workers, NATIVE, new Random().nextInt(1_000_000))
                .asThePropertiesSay();
    }

    private Scenario asThePropertiesSay() {
        return new Scenario(
                source,
                target,
                Integer.getInteger(KILLS_PROPERTY, kills),
                System.getProperty(COMMIT_MODE_PROPERTY, commitMode),
                Integer.getInteger(WORKERS_PROPERTY, workers),
                System.getProperty(READER_PROPERTY, reader),
                Long.getLong(SEED_PROPERTY, seed));
    }

    /** Whether batches should be seen that are committed ahead of others. */
    boolean commitsAhead() {
        return commitMode.equals(RELAXED) && workers > 1;
    }

    @Override
    public String toString() {
        return source + "-" + target + ", " + kills + " kills, " + commitMode + ", " + workers + " workers, reader "
                + reader + ", seed " + seed;
    }
}
