package dev.millrace.benchmarks.race;

import dev.millrace.servers.PostgresServer;
import java.util.ArrayList;
import java.util.List;

/** The quickest way out of PostgreSQL: {@code psql -c "COPY … TO STDOUT CSV" > /dev/null}, several times for parts of the table. */
final class CopyToNothing implements Contestant {
    private final PostgresServer source;
    private final String database;
    private final RaceTarget target;
    private final List<String> parts;

    CopyToNothing(Track<PostgresRaceServer, ?> track) {
        this.source = track.source().server();
        this.database = track.source().home();
        this.target = track.target();
        this.parts = FullLoad.parts(track);
    }

    @Override
    public String name() {
        return "psql COPY to nothing";
    }

    @Override
    public String describe() {
        return parts.size()
                + " times psql -c \"COPY … TO STDOUT CSV\" > /dev/null, each with an equal part of the keys";
    }

    @Override
    public boolean keepsRows() {
        return false;
    }

    @Override
    public Attempt prepare(int pair) {
        List<List<ProcessBuilder>> exports = new ArrayList<>();
        for (String part : parts) {
            exports.add(List.of(Programs.psql(source, database, PipeFormat.CSV.read(part))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)));
        }
        return new ProcessAttempt(target.nameFor(name(), pair), exports);
    }
}
