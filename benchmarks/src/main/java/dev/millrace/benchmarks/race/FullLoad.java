package dev.millrace.benchmarks.race;

import dev.millrace.benchmarks.race.workload.ScatteredChanges;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Both contestants copy one table into an empty one that has its primary key already, over the same number of connections.
 *
 * @param streams connections on each side
 * @param peer who runs against the engine
 */
record FullLoad<S extends RaceServer, T extends RaceTarget>(Route<S, T> route, int streams, Track.PeerMaker<S, T> peer)
        implements RaceDefinition.Preparation {
    /** Connections on each side, if nothing else is said. */
    static final int STREAMS = 2;

    FullLoad(Route<S, T> route, Track.PeerMaker<S, T> peer) {
        this(route, STREAMS, peer);
    }

    @Override
    public Race prepare(RaceDefinition definition, RaceOptions options) throws SQLException {
        S source = route.startSource().get();
        T target = route.startTarget().get();
        ScatteredChanges orders = ScatteredChanges.toOrders(source.dialect(), options.rows());
        Track<S, T> track = new Track<>(options, source, target, orders, streams);
        List<String> rows = new ArrayList<>(RaceServer.contents(source.dialect(), orders, false));
        rows.addAll(orders.inserts(1, orders.changes()));
        source.fill(rows);
        source.publish(orders.tables());
        target.expect(orders);
        return new TimedRace(
                definition,
                track,
                orders.changes(),
                EngineContestant.loading(track),
                peer.make(track),
                "one table of seven narrow columns with a primary key");
    }

    /** Conditions that share the rows out to the streams. */
    static List<String> parts(Track<?, ?> track) {
        long rows = track.workload().changes();
        List<String> parts = new ArrayList<>();
        int streams = track.streams();
        for (int i = 0; i < streams; i++) {
            parts.add("id > " + rows * i / streams + " AND id <= " + rows * (i + 1) / streams);
        }
        return parts;
    }
}
