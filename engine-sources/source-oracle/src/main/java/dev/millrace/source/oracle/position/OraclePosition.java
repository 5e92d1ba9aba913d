package dev.millrace.source.oracle.position;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.SourcePosition;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the log: behind everything that was committed up to a number, or behind some of what was committed at the number itself.
 *
 * @param scn the system change number
 * @param commits which transactions were passed, as Debezium's {@code commit_scn} has it: for each redo thread the last number and its transactions;
 *     empty if everything at the number was
 * @param mineFrom behind which number the log has to be mined, so that transactions which were open at the place are whole; -1 if nobody knows
 * @param incarnation which history of the database the numbers belong to; empty if nobody knows
 */
public record OraclePosition(long scn, String commits, long mineFrom, String incarnation) implements SourcePosition {
    private static final Pattern FORM =
            Pattern.compile("(\\d{1,19})(?:;commits=([0-9a-z:,-]+))?(?:;mine=(\\d{1,19}))?(?:;incarnation=([0-9.]+))?");

    /** The place behind everything up to a number, of which nothing else is known. */
    public static OraclePosition of(long scn) {
        return new OraclePosition(scn, "", -1, "");
    }

    /**
     * Reads back {@link #encode()}, and plain numbers.
     *
     * @throws ReplicationException {@code START_POSITION_INVALID}
     */
    public static OraclePosition parse(String text) {
        Matcher found = FORM.matcher(text.trim());
        if (!found.matches()) {
            throw invalid(text);
        }
        try {
            return new OraclePosition(
                    Long.parseLong(found.group(1)),
                    found.group(2) == null ? "" : found.group(2),
                    found.group(3) == null ? -1 : Long.parseLong(found.group(3)),
                    found.group(4) == null ? "" : found.group(4));
        } catch (NumberFormatException tooLarge) {
            throw invalid(text);
        }
    }

    private static ReplicationException invalid(String text) {
        return new ReplicationException(
                ErrorCode.START_POSITION_INVALID,
                "'" + text + "' is no position of Oracle; it must be a system change number, such as 2134567");
    }

    /** The same place, with the log mined from behind another number. */
    public OraclePosition minedFrom(long number) {
        return new OraclePosition(scn, commits, number, incarnation);
    }

    @Override
    public String encode() {
        StringBuilder text = new StringBuilder(Long.toString(scn));
        if (!commits.isEmpty()) {
            text.append(";commits=").append(commits);
        }
        if (mineFrom >= 0) {
            text.append(";mine=").append(mineFrom);
        }
        if (!incarnation.isEmpty()) {
            text.append(";incarnation=").append(incarnation);
        }
        return text.toString();
    }

    @Override
    public boolean covers(SourcePosition other) {
        OraclePosition place = (OraclePosition) other;
        if (scn != place.scn) {
            return scn > place.scn;
        }
        return commits.isEmpty() || (!place.commits.isEmpty() && passed().containsAll(place.passed()));
    }

    /** The transactions that were passed among those committed at the number. */
    private Set<String> passed() {
        Set<String> transactions = new TreeSet<>();
        for (String thread : commits.split(",")) {
            String[] parts = thread.split(":", -1);
            if (parts.length == 3 && Long.parseLong(parts[0]) == scn) {
                for (String transaction : parts[2].split("-")) {
                    if (!transaction.isEmpty()) {
                        transactions.add(parts[1] + ":" + transaction);
                    }
                }
            }
        }
        return transactions;
    }

    /** The system change number, as {@code CdcStartPosition} takes it. */
    @Override
    public String display() {
        return Long.toString(scn);
    }

    @Override
    public String toString() {
        return display();
    }
}
