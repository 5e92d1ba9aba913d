package dev.millrace.benchmarks.race;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The quickest way by hand: {@code psql -c "COPY … TO STDOUT" | psql -c "COPY … FROM STDIN"}, several times for parts of the table. */
final class CopyPipe implements Contestant {
    private final PostgresRaceServer source;
    private final PostgresRaceServer target;
    private final PipeFormat format;
    private final List<String> parts;

    private CopyPipe(Track<PostgresRaceServer, PostgresRaceServer> track, PipeFormat format) {
        this.source = track.source();
        this.target = track.target();
        this.format = format;
        this.parts = FullLoad.parts(track);
    }

    /** A pipe of psql processes, or of driver connections inside this process where there is no psql. */
    static Contestant connecting(Track<PostgresRaceServer, PostgresRaceServer> track, PipeFormat format) {
        return Programs.isOnPath(Programs.PSQL) ? new CopyPipe(track, format) : new DriverCopyPipe(track, format);
    }

    @Override
    public String name() {
        return "psql " + format.pipe();
    }

    @Override
    public String describe() {
        return parts.size() + " pipes, each with an equal part of the keys";
    }

    @Override
    public Attempt prepare(int pair) throws SQLException {
        String database = target.createFor(name(), pair);
        List<List<ProcessBuilder>> pipes = new ArrayList<>();
        for (String part : parts) {
            pipes.add(List.of(
                    Programs.psql(source.server(), source.home(), format.read(part)),
                    Programs.psql(target.server(), database, format.write())));
        }
        return new ProcessAttempt(database, pipes);
    }
}
