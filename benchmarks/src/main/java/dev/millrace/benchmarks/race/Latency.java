package dev.millrace.benchmarks.race;

import dev.millrace.benchmarks.race.workload.Ticks;
import java.io.IOException;
import java.sql.SQLException;

/**
 * Rows are committed one by one at a given pace, and both contestants bring them over as they come.
 *
 * @param peer who runs against the engine
 */
record Latency<S extends RaceServer, T extends RaceServer>(Route<S, T> route, Track.PeerMaker<S, T> peer)
        implements RaceDefinition.Preparation {

    @Override
    public Race prepare(RaceDefinition definition, RaceOptions options)
            throws IOException, SQLException, InterruptedException {
        S source = route.startSource().get();
        T target = route.startTarget().get();
        Ticks ticks = new Ticks();
        Track<S, T> track = new Track<>(options, source, target, ticks);
        source.fill(RaceServer.contents(source.dialect(), ticks, false));
        source.publish(ticks.tables());
        target.furnish(RaceServer.contents(target.dialect(), ticks, false));
        Contestant engine = EngineContestant.catchingUp(track, EngineRun.PLAIN);
        Contestant rival = peer.make(track);
        engine.fixStart();
        rival.fixStart();
        return new LatencyRace(definition, track, ticks, engine, rival);
    }
}
