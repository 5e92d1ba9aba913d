package dev.millrace.source.mysql.position;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the texts that a position may come as: our own encoding, {@code file:offset}, a bare GTID set or MariaDB GTID position, and
 * DMS's checkpoint.
 */
public final class PositionParser {
    private static final Pattern FILE_AND_OFFSET = Pattern.compile("([^:;#\\s]+\\.\\d+):(\\d+)");
    private static final Pattern MARIADB_GTIDS = Pattern.compile("\\d+-\\d+-\\d+(\\s*,\\s*\\d+-\\d+-\\d+)*");
    private static final Pattern MYSQL_GTIDS =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}\\s*:.*", Pattern.DOTALL);
    private static final String CHECKPOINT = "checkpoint:";

    private PositionParser() {}

    /**
     * Reads any of the forms.
     *
     * @throws ReplicationException {@code START_POSITION_INVALID}
     */
    public static MySqlPosition parse(String text) {
        String trimmed = text.trim();
        try {
            if (trimmed.startsWith(CHECKPOINT)) {
                return checkpoint(trimmed);
            }
            if (MARIADB_GTIDS.matcher(trimmed).matches()) {
                return new MySqlPosition("", 0, "", GtidPosition.parse(trimmed));
            }
            if (MYSQL_GTIDS.matcher(trimmed).matches()) {
                return new MySqlPosition("", 0, "", GtidSet.parse(trimmed));
            }
            return encoded(trimmed);
        } catch (IllegalArgumentException unreadable) {
            throw invalid(text, unreadable);
        }
    }

    /**
     * DMS notes the place it has read to and, last, the start of the transaction that it is in. The latter is the only one of the
     * two that lies between transactions.
     */
    private static MySqlPosition checkpoint(String text) {
        String[] fields = text.split("#");
        if (fields.length < 3) {
            throw new IllegalArgumentException("a checkpoint has its position in the third field");
        }
        Matcher places = FILE_AND_OFFSET.matcher(fields[2]);
        MySqlPosition last = null;
        while (places.find()) {
            last = new MySqlPosition(places.group(1), Long.parseLong(places.group(2)), "", null);
        }
        if (last == null) {
            throw new IllegalArgumentException("its third field names no log file");
        }
        return last;
    }

    private static MySqlPosition encoded(String text) {
        String file = "";
        long offset = 0;
        String server = "";
        @Nullable GtidState gtids = null;
        for (String part : text.split(String.valueOf(MySqlPosition.SEPARATOR))) {
            if (part.startsWith(MySqlPosition.SERVER)) {
                server = part.substring(MySqlPosition.SERVER.length());
            } else if (part.startsWith(MySqlPosition.EXECUTED)) {
                gtids = GtidSet.parse(part.substring(MySqlPosition.EXECUTED.length()));
            } else if (part.startsWith(MySqlPosition.BINLOG_POSITION)) {
                gtids = GtidPosition.parse(part.substring(MySqlPosition.BINLOG_POSITION.length()));
            } else if (!part.isEmpty()) {
                Matcher place = FILE_AND_OFFSET.matcher(part);
                if (!place.matches()) {
                    throw new IllegalArgumentException("'" + part + "' is not file:offset");
                }
                file = place.group(1);
                offset = Long.parseLong(place.group(2));
            }
        }
        return new MySqlPosition(file, offset, server, gtids);
    }

    private static ReplicationException invalid(String text, IllegalArgumentException cause) {
        return new ReplicationException(
                ErrorCode.START_POSITION_INVALID,
                "'" + text + "' is not a binary log position (" + cause.getMessage()
                        + "); use file:offset such as mysql-bin.000024:373, a GTID set, a MariaDB GTID position,"
                        + " or a DMS checkpoint",
                cause);
    }
}
