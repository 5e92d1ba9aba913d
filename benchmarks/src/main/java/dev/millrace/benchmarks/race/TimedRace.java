package dev.millrace.benchmarks.race;

import dev.millrace.benchmarks.race.workload.Table;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Both contestants run in turn, each first in every other pair, so that a machine that drifts favours neither. */
final class TimedRace implements Race {
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final long LOOK_MILLIS = 5;

    private final RaceDefinition definition;
    private final RaceServer source;
    private final RaceTarget target;
    private final List<Table> tables;
    private final int pairs;
    private final long rows;
    private final Contestant engine;
    private final Contestant peer;
    private final String data;
    private final ResultMaker results;

    /** Draws the conclusion. */
    interface ResultMaker {
        RaceResult make(
                RaceDefinition definition,
                long rows,
                String engine,
                String peer,
                Map<String, String> facts,
                List<Lap> laps);
    }

    /** A race for speed. */
    TimedRace(
            RaceDefinition definition, Track<?, ?> track, long rows, Contestant engine, Contestant peer, String data) {
        this(definition, track, rows, engine, peer, data, TimedResult::new);
    }

    /** @param data describes what is moved */
    TimedRace(
            RaceDefinition definition,
            Track<?, ?> track,
            long rows,
            Contestant engine,
            Contestant peer,
            String data,
            ResultMaker results) {
        this.definition = definition;
        this.source = track.source();
        this.target = track.target();
        this.tables = track.workload().tables();
        this.pairs = track.options().pairs();
        this.rows = rows;
        this.engine = engine;
        this.peer = peer;
        this.data = data;
        this.results = results;
    }

    @Override
    public RaceResult run(PrintStream out) throws IOException, SQLException, InterruptedException {
        List<String> wanted = source.digests(source.home(), tables);
        List<Lap> laps = new ArrayList<>();
        for (int pair = 1; pair <= pairs; pair++) {
            boolean engineFirst = pair % 2 == 1;
            laps.add(run(engineFirst ? engine : peer, pair, wanted, out));
            laps.add(run(engineFirst ? peer : engine, pair, wanted, out));
        }
        return results.make(definition, rows, engine.name(), peer.name(), facts(), laps);
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("source", source.describe());
        facts.put("target", target.describe());
        facts.put("data", data);
        facts.put(engine.name(), engine.describe());
        facts.put(peer.name(), peer.describe());
        return facts;
    }

    private Lap run(Contestant contestant, int pair, List<String> wanted, PrintStream out)
            throws IOException, SQLException, InterruptedException {
        try (Attempt attempt = contestant.prepare(pair)) {
            target.settle();
            source.settle();
            Lap lap = time(contestant.name(), pair, attempt);
            out.printf(
                    Locale.ROOT,
                    "pair %d, %s: %.2f s, %,.0f rows/s%n",
                    pair,
                    lap.contestant(),
                    lap.elapsed().toMillis() / 1000.0,
                    lap.rowsPerSecond(rows));
            if (!contestant.keepsRows() || !target.keepsRows()) {
                return lap;
            }
            List<String> found = target.digests(attempt.targetDatabase(), tables);
            if (!found.equals(wanted)) {
                throw new IllegalStateException("source and target differ after " + contestant.name()
                        + " has run: the race has no result; " + firstDifference(wanted, found));
            }
            return lap;
        } finally {
            target.drop(target.nameFor(contestant.name(), pair));
        }
    }

    private static String firstDifference(List<String> wanted, List<String> found) {
        for (int i = 0; i < wanted.size(); i++) {
            if (!wanted.get(i).equals(found.get(i))) {
                return "source " + wanted.get(i) + "; target " + found.get(i);
            }
        }
        return "";
    }

    private Lap time(String name, int pair, Attempt attempt) throws IOException, SQLException, InterruptedException {
        Duration own = attempt.processorTime();
        Duration sourceBefore = ProcessorTime.ofTree(source.server().pid());
        Duration targetBefore = ProcessorTime.ofTree(target.processId());
        long start = System.nanoTime();
        attempt.start();
        while (!attempt.isFinished()) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new IllegalStateException(name + " was given up after " + PATIENCE);
            }
            Thread.sleep(LOOK_MILLIS);
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        return new Lap(
                name,
                pair,
                attempt.startUp(),
                elapsed,
                attempt.processorTime().minus(own),
                ProcessorTime.ofTree(source.server().pid()).minus(sourceBefore),
                ProcessorTime.ofTree(target.processId()).minus(targetBefore));
    }

    @Override
    public void close() {
        engine.close();
        peer.close();
        target.close();
        source.close();
    }
}
