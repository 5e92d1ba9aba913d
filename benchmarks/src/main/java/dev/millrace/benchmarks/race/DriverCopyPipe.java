package dev.millrace.benchmarks.race;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

/** A pipe from one {@code COPY} to another over driver connections: bytes are passed on as they come. */
final class DriverCopyPipe implements Contestant {
    private final PostgresRaceServer source;
    private final PostgresRaceServer target;
    private final PipeFormat format;
    private final List<String> parts;

    DriverCopyPipe(Track<PostgresRaceServer, PostgresRaceServer> track, PipeFormat format) {
        this.source = track.source();
        this.target = track.target();
        this.format = format;
        this.parts = FullLoad.parts(track);
    }

    @Override
    public String name() {
        return "driver " + format.pipe();
    }

    @Override
    public String describe() {
        return parts.size() + " pipes, each with an equal part of the keys; in the race's own JVM";
    }

    @Override
    public Attempt prepare(int pair) throws SQLException {
        String database = target.createFor(name(), pair);
        List<Callable<Void>> pipes = new ArrayList<>();
        parts.forEach(part -> pipes.add(() -> copy(part, database)));
        return new ThreadAttempt(database, pipes);
    }

    private Void copy(String part, String database) throws SQLException {
        try (Connection from = source.connect(source.home());
                Connection to = target.connect(database)) {
            CopyOut out = from.unwrap(PGConnection.class).getCopyAPI().copyOut(format.read(part));
            CopyIn in = to.unwrap(PGConnection.class).getCopyAPI().copyIn(format.write());
            for (byte[] line = out.readFromCopy(); line != null; line = out.readFromCopy()) {
                in.writeToCopy(line, 0, line.length);
            }
            in.endCopy();
        }
        return null;
    }
}
