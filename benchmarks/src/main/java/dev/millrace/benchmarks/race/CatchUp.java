package dev.millrace.benchmarks.race;

import dev.millrace.benchmarks.race.workload.Workload;
import dev.millrace.benchmarks.race.workload.WorkloadName;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Both contestants read the same backlog of changes, each from a place in the log that was remembered before the backlog was made.
 *
 * @param workload what the backlog is made of
 * @param everyTableHasKey for peers that can't do without primary keys
 * @param engine how the engine runs
 * @param peer who runs against the engine
 */
record CatchUp<S extends RaceServer, T extends RaceServer>(
        Route<S, T> route,
        WorkloadName workload,
        boolean everyTableHasKey,
        EngineRun engine,
        Track.PeerMaker<S, T> peer)
        implements RaceDefinition.Preparation {

    CatchUp(Route<S, T> route, WorkloadName workload, boolean everyTableHasKey, Track.PeerMaker<S, T> peer) {
        this(route, workload, everyTableHasKey, EngineRun.PLAIN, peer);
    }

    @Override
    public Race prepare(RaceDefinition definition, RaceOptions options)
            throws IOException, SQLException, InterruptedException {
        S source = route.startSource().get();
        T target = route.startTarget().get();
        Workload here = workload.make(source.dialect(), options.rows(), everyTableHasKey);
        Workload there = workload.make(target.dialect(), options.rows(), everyTableHasKey);
        Track<S, T> track = new Track<>(options, source, target, here);
        source.fill(RaceServer.contents(source.dialect(), here, true));
        source.publish(here.tables());
        target.furnish(RaceServer.contents(target.dialect(), there, true));
        Contestant rival = peer.make(track);
        Contestant own = EngineContestant.catchingUp(track, engine);
        rival.fixStart();
        own.fixStart();
        List<String> backlog = new ArrayList<>(source.dialect().hurry());
        backlog.addAll(here.backlog());
        source.execute(source.home(), backlog);
        source.execute(source.home(), List.of(Mark.set(Mark.LAST)));
        target.growLog(options.rows());
        return new TimedRace(definition, track, here.changes(), own, rival, "backlog: " + here.describe());
    }
}
