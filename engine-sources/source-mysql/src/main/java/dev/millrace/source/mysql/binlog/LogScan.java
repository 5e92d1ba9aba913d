package dev.millrace.source.mysql.binlog;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.source.mysql.position.GtidSet;
import dev.millrace.source.mysql.position.GtidState;
import dev.millrace.source.mysql.position.MySqlPosition;
import dev.millrace.source.mysql.wire.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;

/** Looks something up in a stretch of the log. It reads up to a given place and never waits for new events. */
public final class LogScan {
    private static final long PATIENCE = Duration.ofSeconds(60).toNanos();
    private static final int TABLE_ID_AND_FLAGS = 8;

    private final LogAccess access;

    public LogScan(LogAccess access) {
        this.access = access;
    }

    /**
     * What a stretch of the log holds.
     *
     * @param end how far it was read, with every transaction up to there: the end that was asked for, or where the server stopped before
     * @param touched tables that its transactions change, apart from those in the base
     */
    public record Found(MySqlPosition end, Set<TableId> touched) {}

    /** MySQL: every transaction before {@code end}, read from the beginning of its file. */
    GtidSet transactionsBetween(MySqlPosition fileStart, MySqlPosition end) {
        LogPlace place = new LogPlace(
                new MySqlPosition(fileStart.file(), fileStart.offset(), fileStart.server(), GtidSet.EMPTY));
        GtidSet[] before = {GtidSet.EMPTY};
        try (LogEvents log = access.openToEnd(fileStart, "scan")) {
            walk(log, place, end, (type, events) -> {
                if (type == EventTypes.PREVIOUS_GTIDS && before[0].isEmpty()) {
                    before[0] = GtidSet.fromBytes(events.array(), events.body(), events.end());
                }
            });
        }
        GtidState passed = place.gtids();
        return GtidSet.parse(before[0].text() + "," + (passed == null ? "" : passed.text()));
    }

    /**
     * Reads from one place to another and notes the tables that are changed, apart from changes by transactions in {@code known}. The server
     * does not send what is written to its log and not yet synced, though its status counts it: none of that is visible to anybody yet, so
     * what was read ends before.
     *
     * @param end file and offset that must be reached
     */
    public Found between(MySqlPosition from, MySqlPosition end, GtidState known) {
        LogPlace place = new LogPlace(from);
        Set<TableId> touched = new HashSet<>();
        try (LogEvents log = access.openToEnd(from, "scan")) {
            walk(log, place, end, (type, events) -> {
                if (type == EventTypes.TABLE_MAP && !place.isIn(known)) {
                    touched.add(table(events));
                }
            });
        }
        MySqlPosition reached = hasReached(place, end) ? end : place.position();
        return new Found(new MySqlPosition(reached.file(), reached.offset(), end.server(), place.gtids()), touched);
    }

    private static TableId table(LogEvents events) {
        Payload in = new Payload().over(events.array(), events.body(), events.end() - events.body());
        in.skip(TABLE_ID_AND_FLAGS);
        String schema = in.text(in.uint1());
        in.skip(1);
        return new TableId(schema, in.text(in.uint1()));
    }

    /** When a log file was begun. */
    Instant creationTime(MySqlPosition fileStart) {
        try (LogEvents log = access.openToEnd(fileStart, "scan")) {
            while (log.next(PATIENCE)) {
                if (log.type() == EventTypes.FORMAT_DESCRIPTION && log.seconds() > 0) {
                    return Instant.ofEpochSecond(log.seconds());
                }
            }
        }
        return Instant.EPOCH;
    }

    /** The place before the first transaction committed at or after a time; the end of the log if there is none. */
    MySqlPosition firstCommitSince(MySqlPosition fileStart, Instant time) {
        LogPlace place = new LogPlace(fileStart);
        MySqlPosition before = fileStart;
        try (LogEvents log = access.openToEnd(fileStart, "scan")) {
            while (log.next(PATIENCE)) {
                if (isAnnouncement(log.type())) {
                    before = place.position();
                }
                follow(log, place);
                if (endsTransaction(log, place)) {
                    if (!place.commitTime(log.seconds()).isBefore(time)) {
                        return before;
                    }
                    place.end();
                }
            }
        }
        return place.position();
    }

    private static boolean isAnnouncement(int type) {
        return type == EventTypes.GTID
                || type == EventTypes.ANONYMOUS_GTID
                || type == EventTypes.TAGGED_GTID
                || type == EventTypes.MARIA_GTID;
    }

    private void walk(LogEvents log, LogPlace place, MySqlPosition end, BiConsumer<Integer, LogEvents> visitor) {
        while (!hasReached(place, end) && log.next(PATIENCE)) {
            follow(log, place);
            visitor.accept(log.type(), log);
            if (endsTransaction(log, place)) {
                place.end();
            }
        }
        if (!hasReached(place, end) && (!log.isFinished() || place.isInTransaction())) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_CONNECTION_LOST,
                    "the log could not be read up to " + end + ": the server stopped sending at " + place);
        }
    }

    private static boolean hasReached(LogPlace place, MySqlPosition end) {
        return place.hasFile() && !place.isInTransaction() && place.position().compareFiles(end) >= 0;
    }

    private static void follow(LogEvents log, LogPlace place) {
        byte[] array = log.array();
        int type = log.type();
        if (type == EventTypes.ROTATE) {
            place.rotate(array, log.body(), log.end());
            return;
        }
        place.advance(log.nextOffset());
        switch (type) {
            case EventTypes.GTID, EventTypes.ANONYMOUS_GTID ->
                place.gtid(array, log.start(), log.body(), log.end(), type == EventTypes.ANONYMOUS_GTID);
            case EventTypes.TAGGED_GTID -> place.taggedGtid(array, log.body(), log.end());
            case EventTypes.MARIA_GTID -> place.mariaGtid(array, log.start(), log.body(), log.end());
            default -> beginIfStatement(log, place);
        }
    }

    private static void beginIfStatement(LogEvents log, LogPlace place) {
        if (log.type() == EventTypes.QUERY) {
            LoggedStatement.Kind kind = statement(log).kind();
            if (kind == LoggedStatement.Kind.BEGIN || kind == LoggedStatement.Kind.XA_START) {
                place.begin();
            }
        }
    }

    private static LoggedStatement statement(LogEvents log) {
        QueryEvent query = QueryEvent.read(log.array(), log.body(), log.end(), log.type() != EventTypes.QUERY);
        return LoggedStatement.of(query.sql(), query.database());
    }

    private static boolean endsTransaction(LogEvents log, LogPlace place) {
        return switch (log.type()) {
            case EventTypes.XID, EventTypes.XA_PREPARE -> true;
            case EventTypes.QUERY, EventTypes.MARIA_QUERY_COMPRESSED ->
                switch (statement(log).kind()) {
                    case BEGIN, XA_START -> false;
                    case COMMIT, ROLLBACK, XA_COMMIT, XA_ROLLBACK -> true;
                    default -> !place.isInTransaction();
                };
            default -> false;
        };
    }
}
