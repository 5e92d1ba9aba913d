package dev.millrace.source.mysql.server;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.source.mysql.position.GtidPosition;
import dev.millrace.source.mysql.position.GtidSet;
import dev.millrace.source.mysql.position.GtidState;
import dev.millrace.source.mysql.position.MySqlPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the server tells about its binary log: its end, its files, the transactions in it. Thread-safe. */
public final class ServerLog {
    private static final String DOING = "asking where the binary log ends";
    /** MySQL has the newer word since 8.2, and has lost the older one in 8.4. */
    private static final int NEW_WORDS = 80200;

    private final ControlConnection control;
    private final ServerFacts facts;

    public ServerLog(ControlConnection control, ServerFacts facts) {
        this.control = control;
        this.facts = facts;
    }

    /** One file of the log. */
    public record LogFile(String name, long size) {}

    /**
     * The end of the log.
     *
     * @param position file and offset up to which events are written, and the transactions that are committed; a transaction
     *     that is being committed may be in the file already and not yet among the transactions
     * @param onlyDatabases {@code binlog_do_db}
     * @param ignoredDatabases {@code binlog_ignore_db}
     */
    public record End(MySqlPosition position, String onlyDatabases, String ignoredDatabases) {}

    /**
     * Asks for the end of the log.
     *
     * @throws ReplicationException {@code SOURCE_SETTING_WRONG} if there is no log, {@code SOURCE_GRANT_MISSING}
     */
    public End end() {
        return end(statement -> control.query(DOING, statement));
    }

    /** The end of the log, asked for on a connection of the caller's, which need not wait for other questions. */
    public End end(Function<String, List<@Nullable String[]>> connection) {
        List<@Nullable String[]> rows = connection.apply(statusStatement());
        if (rows.isEmpty()) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_SETTING_WRONG,
                    "the server writes no binary log (log_bin is OFF); " + Remedies.LOG_BIN);
        }
        @Nullable String[] row = rows.get(0);
        String file = String.valueOf(row[0]);
        long offset = Long.parseLong(String.valueOf(row[1]));
        return new End(
                new MySqlPosition(file, offset, facts.uuid(), gtids(file, offset, row)), text(row[2]), text(row[3]));
    }

    private String statusStatement() {
        return !facts.isMariaDb() && facts.version() >= NEW_WORDS ? "SHOW BINARY LOG STATUS" : "SHOW MASTER STATUS";
    }

    private @Nullable GtidState gtids(String file, long offset, @Nullable String[] row) {
        if (!facts.numbersTransactions()) {
            return null;
        }
        return facts.isMariaDb() ? gtidPosition(file, offset) : GtidSet.parse(text(row[4]));
    }

    /** MariaDB: the transactions before a place in its log. */
    public GtidPosition gtidPosition(String file, long offset) {
        return GtidPosition.parse(control.value(DOING, "SELECT BINLOG_GTID_POS(?, ?)", file, offset));
    }

    /** MySQL: the transactions that are committed. */
    public GtidSet executed() {
        return GtidSet.parse(control.value(DOING, "SELECT @@GLOBAL.gtid_executed"));
    }

    /** MySQL: the transactions whose log is gone. */
    public GtidSet purged() {
        return GtidSet.parse(control.value(DOING, "SELECT @@GLOBAL.gtid_purged"));
    }

    /** The files that are still there, oldest first. */
    public List<LogFile> files() {
        List<LogFile> files = new ArrayList<>();
        for (@Nullable String[] row : control.query("listing the binary logs", "SHOW BINARY LOGS")) {
            files.add(new LogFile(String.valueOf(row[0]), Long.parseLong(String.valueOf(row[1]))));
        }
        return files;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
