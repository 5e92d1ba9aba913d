package dev.millrace.sink.mysql.dialect;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which server this is, as {@code @@version} tells.
 *
 * @param mariaDb whether it is MariaDB rather than MySQL (or Aurora, which counts as MySQL)
 */
public record ServerVersion(boolean mariaDb, int major, int minor, int patch) {
    private static final Pattern NUMBERS = Pattern.compile("^(?:5\\.5\\.5-)?(\\d+)\\.(\\d+)(?:\\.(\\d+))?");

    /** Reads {@code 8.0.31}, {@code 11.4.5-MariaDB-log}, and {@code 5.5.5-10.6.12-MariaDB}, as old replication protocols spell it. */
    public static ServerVersion parse(String text) {
        Matcher numbers = NUMBERS.matcher(text);
        if (!numbers.find()) {
            throw new ReplicationException(
                    ErrorCode.TARGET_SETTING_WRONG,
                    "the target calls its version '" + text + "'; MySQL 8.0 or MariaDB 10.6 or later is needed");
        }
        String patch = numbers.group(3);
        return new ServerVersion(
                text.contains("MariaDB"),
                Integer.parseInt(numbers.group(1)),
                Integer.parseInt(numbers.group(2)),
                patch == null ? 0 : Integer.parseInt(patch));
    }

    public boolean isAtLeast(int wantedMajor, int wantedMinor, int wantedPatch) {
        if (major != wantedMajor) {
            return major > wantedMajor;
        }
        return minor != wantedMinor ? minor > wantedMinor : patch >= wantedPatch;
    }

    /** MySQL 8.0.19 (named rows of an INSERT) and MariaDB 10.6 are the oldest that the sink's statements run on. */
    public boolean isSupported() {
        return mariaDb ? isAtLeast(10, 6, 0) : isAtLeast(8, 0, 19);
    }

    /** A collation that tells apart all that is not the same bytes, trailing blanks included. */
    public String exactCollation() {
        return mariaDb ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin";
    }

    @Override
    public String toString() {
        return (mariaDb ? "MariaDB " : "MySQL ") + major + "." + minor + "." + patch;
    }
}
