package dev.millrace.source.mysql.binlog;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.mysql.catalog.CharacterSets;
import dev.millrace.source.mysql.position.GtidSet;
import dev.millrace.source.mysql.position.MySqlPosition;
import dev.millrace.source.mysql.server.ConnectionSettings;
import dev.millrace.source.mysql.server.ControlConnection;
import dev.millrace.source.mysql.server.Remedies;
import dev.millrace.source.mysql.server.ServerFacts;
import dev.millrace.source.mysql.server.ServerLog;
import dev.millrace.source.mysql.wire.EventStream;
import dev.millrace.source.mysql.wire.WireSession;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the binary log: for a reader of changes, or to look something up in a stretch of it. */
public final class LogAccess {
    private static final Logger LOG = LoggerFactory.getLogger(LogAccess.class);
    /** A reader may have received a transaction that its server counts as executed only a moment later. */
    private static final Duration COMMIT_TIME = Duration.ofSeconds(3);

    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(3);
    private static final long FIRST_OWN_ID = 1L << 30;
    private static final long FIRST_EVENT = 4;

    private final ConnectionSettings settings;
    private final ControlConnection control;
    private final ServerFacts facts;
    private final ServerLog serverLog;
    private final String taskName;

    public LogAccess(
            ConnectionSettings settings,
            ControlConnection control,
            ServerFacts facts,
            ServerLog serverLog,
            String taskName) {
        this.settings = settings;
        this.control = control;
        this.facts = facts;
        this.serverLog = serverLog;
        this.taskName = taskName;
    }

    /**
     * Starts to read behind a place.
     *
     * @throws ReplicationException {@code SOURCE_LOG_PURGED}, {@code SOURCE_HISTORY_CHANGED} if the log can't be read on from there
     */
    public BinlogReader open(
            MySqlPosition from,
            List<TableSchema> tables,
            CharacterSets characterSets,
            Function<TableId, Optional<TableSchema>> catalogue) {
        MySqlPosition start = resolve(from);
        checkReadable(start);
        WireSession session = WireSession.open(settings);
        EventStream stream = dump(session, new DumpRequest(start, replicaId(), replica(), true), taskName + "/binlog");
        LOG.info("reading the binary log of {} behind {}", settings.endpoint(), start);
        return new BinlogReader(
                new LogEvents(stream),
                new LogPlace(start),
                new TableBindings(facts.flavor(), new TableBinder(characterSets), catalogue, tables),
                settings.skipPartitionStatements(),
                () -> endDump(session.threadId()));
    }

    /** Starts to look through the log; the caller closes the result. */
    LogEvents openToEnd(MySqlPosition from, String purpose) {
        WireSession session = WireSession.open(settings);
        UUID replica = UUID.randomUUID();
        long id = FIRST_OWN_ID + (replica.getLeastSignificantBits() & 0x3FFFFFFF);
        DumpRequest request = new DumpRequest(from, id, replica, false);
        return new LogEvents(dump(session, request, taskName + "/" + purpose));
    }

    /**
     * Reads the first event behind a place.
     *
     * @throws ReplicationException the reason why the log can't be read, such as {@code SOURCE_GRANT_MISSING}
     */
    public void probe(MySqlPosition place) {
        try (LogEvents log = openToEnd(place, "probe")) {
            log.next(settings.executeTimeout().toNanos());
        }
    }

    private EventStream dump(WireSession session, DumpRequest request, String threadName) {
        try {
            return request.send(session, facts.flavor(), threadName);
        } catch (RuntimeException failure) {
            session.close();
            throw failure;
        }
    }

    /**
     * The server's dump thread would notice the closed line at its next heartbeat only. The request runs beside, because nobody
     * may wait for it longer than a moment.
     */
    private void endDump(long threadId) {
        Thread request = new Thread(() -> kill(threadId), taskName + "/end-dump");
        request.setDaemon(true);
        request.start();
        try {
            request.join(LONGEST_GOODBYE.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void kill(long threadId) {
        try {
            control.query("ending the dump thread", "KILL " + threadId);
        } catch (ReplicationException gone) {
            LOG.debug("dump thread {} could not be ended, or has ended by itself: {}", threadId, gone.getMessage());
        }
    }

    private long replicaId() {
        if (settings.serverId() > 0) {
            return settings.serverId();
        }
        return FIRST_OWN_ID + (replica().getLeastSignificantBits() & 0x3FFFFFFF);
    }

    /** Stable for the task, so that a server ends a dump which an earlier run of it left behind. */
    private UUID replica() {
        return UUID.nameUUIDFromBytes(("millrace/" + taskName).getBytes(StandardCharsets.UTF_8));
    }

    /** Adds the transactions before a place that is given by file and offset, where the server numbers them. */
    public MySqlPosition resolve(MySqlPosition position) {
        if (position.gtids() != null || !position.hasFile() || !facts.numbersTransactions()) {
            return position;
        }
        checkFile(position);
        if (facts.isMariaDb()) {
            return new MySqlPosition(
                    position.file(),
                    position.offset(),
                    facts.uuid(),
                    serverLog.gtidPosition(position.file(), position.offset()));
        }
        MySqlPosition fileStart = new MySqlPosition(position.file(), FIRST_EVENT, facts.uuid(), null);
        GtidSet before = new LogScan(this).transactionsBetween(fileStart, position);
        return new MySqlPosition(position.file(), position.offset(), facts.uuid(), before);
    }

    /** The place before the first transaction that was committed at or after a time. */
    public MySqlPosition since(Instant time) {
        List<ServerLog.LogFile> files = serverLog.files();
        LogScan scan = new LogScan(this);
        for (int i = files.size() - 1; i >= 0; i--) {
            MySqlPosition fileStart = new MySqlPosition(files.get(i).name(), FIRST_EVENT, facts.uuid(), null);
            if (!scan.creationTime(fileStart).isAfter(time)) {
                return resolve(scan.firstCommitSince(fileStart, time));
            }
        }
        throw new ReplicationException(
                ErrorCode.SOURCE_LOG_PURGED,
                "the binary log does not reach back to " + time + "; start later, or reload the tables");
    }

    private void checkReadable(MySqlPosition start) {
        if (start.gtids() == null) {
            checkFile(start);
        } else if (!facts.numbersTransactions()) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_HISTORY_CHANGED,
                    "the position " + start + " is told by GTIDs, but gtid_mode is " + facts.variable("gtid_mode")
                            + "; switch gtid_mode ON, or reload the task's tables");
        } else if (start.gtids() instanceof GtidSet set) {
            checkGtids(start, set);
        } else if (!serverLog.end().position().covers(start)) {
            throw lacks(start, String.valueOf(serverLog.end().position().gtids()));
        }
    }

    private static ReplicationException lacks(MySqlPosition start, String present) {
        return new ReplicationException(
                ErrorCode.SOURCE_HISTORY_CHANGED,
                "the server lacks transactions that the task has read (position " + start + ", the server has "
                        + present + "); " + Remedies.HISTORY_CHANGED);
    }

    /** Another history first: what a server that is not the source's has purged says nothing about the source. */
    private void checkGtids(MySqlPosition start, GtidSet set) {
        long deadline = System.nanoTime() + COMMIT_TIME.toNanos();
        while (!serverLog.executed().contains(set)) {
            if (System.nanoTime() > deadline) {
                throw lacks(start, serverLog.executed().text());
            }
            pause();
        }
        if (!set.contains(serverLog.purged())) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_LOG_PURGED,
                    "the log behind " + start + " was purged (gtid_purged is "
                            + serverLog.purged().text() + "); " + Remedies.PURGED);
        }
    }

    static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ReplicationException(
                    ErrorCode.SOURCE_CONNECTION_LOST, "interrupted while waiting for the source", stopped);
        }
    }

    private void checkFile(MySqlPosition position) {
        if (!position.hasFile()) {
            throw new ReplicationException(
                    ErrorCode.START_POSITION_INVALID,
                    "the position '" + position + "' names no place in the binary log");
        }
        if (!position.server().isEmpty() && !position.server().equals(facts.uuid())) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_HISTORY_CHANGED,
                    "the position " + position + " is of server " + position.server() + ", but this is server "
                            + facts.uuid()
                            + ", whose log files are others; switch gtid_mode ON to be able to change servers; "
                            + Remedies.HISTORY_CHANGED);
        }
        Optional<ServerLog.LogFile> file = serverLog.files().stream()
                .filter(candidate -> candidate.name().equals(position.file()))
                .findFirst();
        if (file.isEmpty()) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_LOG_PURGED,
                    "the log file " + position.file() + " is not there any more; " + Remedies.PURGED);
        }
        if (position.offset() > file.get().size()) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_HISTORY_CHANGED,
                    "the position " + position + " lies behind the end of that log file ("
                            + file.get().size() + " bytes); " + Remedies.HISTORY_CHANGED);
        }
    }
}
