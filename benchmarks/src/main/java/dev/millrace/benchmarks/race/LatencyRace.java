package dev.millrace.benchmarks.race;

import dev.millrace.benchmarks.race.workload.Ticks;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Both contestants run in turn, each first in every other pair; of each run the last three quarters of the rows count. */
final class LatencyRace implements Race {
    /** Transactions per second. */
    static final int PACE = 500;

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long LOOK_MILLIS = 50;

    private final RaceDefinition definition;
    private final RaceServer source;
    private final RaceServer target;
    private final RaceOptions options;
    private final Ticks ticks;
    private final Contestant engine;
    private final Contestant peer;
    private long next = 1;

    LatencyRace(
            RaceDefinition definition,
            Track<?, ? extends RaceServer> track,
            Ticks ticks,
            Contestant engine,
            Contestant peer) {
        this.definition = definition;
        this.source = track.source();
        this.target = track.target();
        this.options = track.options();
        this.ticks = ticks;
        this.engine = engine;
        this.peer = peer;
    }

    @Override
    public RaceResult run(PrintStream out) throws IOException, SQLException, InterruptedException {
        List<LatencyLap> laps = new ArrayList<>();
        for (int pair = 1; pair <= options.pairs(); pair++) {
            boolean engineFirst = pair % 2 == 1;
            laps.add(run(engineFirst ? engine : peer, pair, out));
            laps.add(run(engineFirst ? peer : engine, pair, out));
        }
        return new LatencyResult(definition, options.rows(), engine.name(), peer.name(), facts(), laps);
    }

    private LatencyLap run(Contestant contestant, int pair, PrintStream out)
            throws IOException, SQLException, InterruptedException {
        try (Attempt attempt = contestant.prepare(pair)) {
            target.settle();
            source.settle();
            attempt.start();
            LatencyLap lap = measure(contestant.name(), pair, attempt);
            out.printf(
                    Locale.ROOT,
                    "pair %d, %s: p50 %.2f ms, p99 %.2f ms, %,.0f transactions/s%n",
                    pair,
                    lap.contestant(),
                    lap.median(),
                    lap.ninetyNinth(),
                    lap.pace());
            requireEqual(contestant, attempt.targetDatabase());
            return lap;
        } finally {
            target.drop(target.nameFor(contestant.name(), pair));
        }
    }

    private LatencyLap measure(String name, int pair, Attempt attempt)
            throws IOException, SQLException, InterruptedException {
        int count = Math.toIntExact(options.rows());
        long first = next;
        next += count;
        try (TickWriter writer = new TickWriter(source.connect(source.home()), ticks, first, count, PACE);
                TickWatcher watcher = new TickWatcher(target.connect(attempt.targetDatabase()), ticks, first, count)) {
            long deadline = System.nanoTime()
                    + PATIENCE.toNanos()
                    + Duration.ofSeconds(count / PACE).toNanos();
            while (!watcher.hasSeenAll()) {
                if (attempt.isFinished() || System.nanoTime() > deadline) {
                    throw new IllegalStateException(name + " did not bring all rows");
                }
                Thread.sleep(LOOK_MILLIS);
            }
            return LatencyLap.of(name, pair, writer.committedAt(), watcher.seenAt());
        }
    }

    private void requireEqual(Contestant contestant, String database) throws SQLException {
        if (!source.digests(source.home(), ticks.tables()).equals(target.digests(database, ticks.tables()))) {
            throw new IllegalStateException(
                    "source and target differ after " + contestant.name() + " has run: the race has no result");
        }
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("source", source.describe());
        facts.put("target", target.describe());
        facts.put(
                "data",
                PACE + " transactions of one insert per second, over one connection; the target is asked for the newest"
                        + " row every " + TickWatcher.PAUSE_MICROS + " µs");
        facts.put(engine.name(), engine.describe());
        facts.put(peer.name(), peer.describe());
        return facts;
    }

    @Override
    public void close() {
        engine.close();
        peer.close();
        target.close();
        source.close();
    }
}
