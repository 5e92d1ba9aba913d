package dev.millrace.source.postgres.position;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.util.function.IntFunction;

/** Tells whether a position that was reached once is still part of a server's history. */
public final class Timelines {
    private final ServerIdentity server;
    private final IntFunction<String> historyFile;

    /**
     * @param server the server as it is now
     * @param historyFile the text of a timeline's history file: a line per ancestor with its number, the position where it was left,
     *     and why
     */
    public Timelines(ServerIdentity server, IntFunction<String> historyFile) {
        this.server = server;
        this.historyFile = historyFile;
    }

    /**
     * Returns if everything up to {@code position} is history of this server too.
     *
     * @throws ReplicationException {@code SOURCE_HISTORY_CHANGED} if not
     */
    public void requireHistoryOf(LogSequenceNumber position) {
        ServerIdentity origin = position.server();
        if (!origin.isKnown() || !server.isKnown()) {
            return;
        }
        if (origin.systemIdentifier() != server.systemIdentifier()) {
            throw changed(
                    position,
                    "the server is another one: its system identifier is "
                            + Long.toUnsignedString(server.systemIdentifier()) + ", the position was reached on "
                            + Long.toUnsignedString(origin.systemIdentifier()));
        }
        if (origin.timeline() > server.timeline()) {
            throw changed(
                    position,
                    "the server is on timeline " + server.timeline() + ", older than " + origin.timeline()
                            + " where the position was reached");
        }
        if (origin.timeline() < server.timeline()) {
            requireLeftBehind(position);
        }
    }

    private void requireLeftBehind(LogSequenceNumber position) {
        int timeline = position.server().timeline();
        for (String line : historyFile.apply(server.timeline()).split("\n")) {
            String[] fields = line.trim().split("\\s+");
            if (fields.length >= 2 && fields[0].equals(Integer.toString(timeline))) {
                LogSequenceNumber left = LogSequenceNumber.parse(fields[1]);
                if (left.covers(position)) {
                    return;
                }
                throw changed(
                        position,
                        "the server was promoted at " + left.text() + ", before the position: changes between the two"
                                + " were read and are not in its history");
            }
        }
        throw changed(
                position, "timeline " + timeline + " is no ancestor of the server's timeline " + server.timeline());
    }

    private static ReplicationException changed(LogSequenceNumber position, String what) {
        return new ReplicationException(
                ErrorCode.SOURCE_HISTORY_CHANGED,
                "can't go on from " + position.encode() + ": " + what
                        + ". Connect to the old server, or reload the task's tables");
    }
}
