package dev.millrace.benchmarks.race;

import dev.millrace.benchmarks.race.workload.Workload;
import dev.millrace.benchmarks.race.workload.WorkloadName;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Debezium reads a backlog of changes and lets go of them; once with the engine's adapter in between, once alone. What counts is the
 * processor time.
 *
 * @param peer Debezium alone
 */
record Reading<S extends RaceServer>(Route<S, Nowhere> route, Track.PeerMaker<S, Nowhere> peer)
        implements RaceDefinition.Preparation {

    @Override
    public Race prepare(RaceDefinition definition, RaceOptions options)
            throws IOException, SQLException, InterruptedException {
        S source = route.startSource().get();
        Workload workload = WorkloadName.BULK.make(source.dialect(), options.rows(), true);
        Track<S, Nowhere> track =
                new Track<>(options, source, route.startTarget().get(), workload);
        source.fill(RaceServer.contents(source.dialect(), workload, true));
        source.publish(workload.tables());
        Contestant alone = peer.make(track);
        Contestant adapted = new ReadingContestant(track);
        alone.fixStart();
        adapted.fixStart();
        List<String> backlog = new ArrayList<>(source.dialect().hurry());
        backlog.addAll(workload.backlog());
        source.execute(source.home(), backlog);
        source.execute(source.home(), List.of(Mark.set(Mark.LAST)));
        return new TimedRace(
                definition,
                track,
                workload.changes(),
                adapted,
                alone,
                "backlog: " + workload.describe(),
                ProcessorTimeResult::new);
    }
}
