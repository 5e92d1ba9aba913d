package dev.millrace.benchmarks.race;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What can be chosen about a race.
 *
 * @param rows rows or changes to move; the race may round them
 * @param pairs how often each contestant runs
 * @param engineHeap the engine's largest heap, as {@code -Xmx} takes it
 * @param collector the collector that every contestant's JVM takes, a JVM option
 * @param engineCompiler how the engine's JVM compiles, a JVM option
 * @param engineSettings members of the engine's {@code ReplicationTaskSettings}; empty for its defaults
 * @param profile where the engine's flight recordings go, if they are wanted
 * @param debezium the jar of the process that runs Debezium
 */
record RaceOptions(
        long rows,
        int pairs,
        String engineHeap,
        String collector,
        String engineCompiler,
        String engineSettings,
        Optional<Path> profile,
        Path debezium) {
    /** What suits two processors that databases share: G1's threads of its own take a fifth of the engine's time there. */
    static final String COLLECTOR = "-XX:+UseParallelGC";

    /** What suits a run of some seconds: the second compiler takes half of the engine's processor time there. */
    static final String ENGINE_COMPILER = "-XX:TieredStopAtLevel=1";

    /** Where the build puts the jar of that process. */
    static final Path DEBEZIUM = Path.of("benchmarks", "debezium-peer", "target", "debezium-peer.jar");

    /** Where results go. */
    static final Path OUTPUT = Path.of("benchmarks", "target", "races");

    /** What the engine's JVM is started with, and those of programs that take its place. */
    List<String> engineJvm() {
        return List.of("-Xmx" + engineHeap, collector, engineCompiler);
    }
}
