package dev.millrace.benchmarks.race;

import dev.millrace.benchmarks.race.workload.Workload;

/**
 * What both contestants of a race have in common.
 *
 * @param source the server that is read
 * @param target the server that is written
 * @param workload what is moved, in the source's words
 * @param streams connections on each side of a load
 * @param <S> the source's family
 * @param <T> the target's kind
 */
record Track<S extends RaceServer, T extends RaceTarget>(
        RaceOptions options, S source, T target, Workload workload, int streams) {

    /** Where nothing is loaded. */
    Track(RaceOptions options, S source, T target, Workload workload) {
        this(options, source, target, workload, 1);
    }

    /** Makes one who runs on a track. */
    interface PeerMaker<S extends RaceServer, T extends RaceTarget> {
        Contestant make(Track<S, T> track);
    }
}
