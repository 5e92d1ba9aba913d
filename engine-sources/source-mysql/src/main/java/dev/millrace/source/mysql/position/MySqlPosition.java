package dev.millrace.source.mysql.position;

import dev.millrace.model.SourcePosition;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * A place between two transactions of a binary log.
 *
 * @param file the log file; empty if only the GTIDs are known
 * @param offset the byte in the file where the next event starts
 * @param server the {@code server_uuid} whose files these are; empty if unknown
 * @param gtids every transaction up to here; null where the server numbers none
 */
public record MySqlPosition(
        String file, long offset, String server, @Nullable GtidState gtids) implements SourcePosition {
    /** A place in a log that nobody writes: the position of a snapshot of a server without binary log. */
    public static final MySqlPosition NOWHERE = new MySqlPosition("", 0, "", null);

    static final char SEPARATOR = ';';
    static final String SERVER = "server=";
    static final String EXECUTED = "gtid_executed=";
    static final String BINLOG_POSITION = "gtid_binlog_pos=";

    public MySqlPosition {
        requireNonNull(file, "file is null");
        requireNonNull(server, "server is null");
    }

    /** Whether the log can be read by file and offset from here. */
    public boolean hasFile() {
        return !file.isEmpty();
    }

    @Override
    public String encode() {
        StringBuilder text = new StringBuilder();
        if (hasFile()) {
            text.append(file).append(':').append(offset);
        }
        if (!server.isEmpty()) {
            text.append(SEPARATOR).append(SERVER).append(server);
        }
        if (gtids != null) {
            text.append(SEPARATOR)
                    .append(gtids instanceof GtidSet ? EXECUTED : BINLOG_POSITION)
                    .append(gtids.text());
        }
        return text.toString();
    }

    /** {@code FILE:OFFSET}, or the GTIDs if the file is not known. */
    @Override
    public String display() {
        return hasFile() || gtids == null ? file + ":" + offset : gtids.text();
    }

    /**
     * By GTIDs if both sides have them, because they keep their meaning when another server takes over; else by file and offset,
     * which can only be compared within one server.
     */
    @Override
    public boolean covers(SourcePosition other) {
        if (!(other instanceof MySqlPosition position)) {
            return false;
        }
        if (gtids != null && position.gtids != null) {
            return gtids.contains(position.gtids);
        }
        return isSameServer(position) && compareFiles(position) >= 0;
    }

    private boolean isSameServer(MySqlPosition other) {
        return server.isEmpty() || other.server.isEmpty() || server.equals(other.server);
    }

    /** Compares file number, then offset. Meaningful within one server only. */
    public int compareFiles(MySqlPosition other) {
        int byFile = Long.compare(fileNumber(file), fileNumber(other.file));
        return byFile != 0 ? byFile : Long.compare(offset, other.offset);
    }

    private static long fileNumber(String file) {
        int start = file.length();
        while (start > 0 && Character.isDigit(file.charAt(start - 1))) {
            start--;
        }
        return start == file.length() ? -1 : Long.parseLong(file.substring(start));
    }

    @Override
    public String toString() {
        return encode();
    }
}
