package dev.millrace.source.mysql.position;

import java.util.Locale;
import java.util.UUID;

/**
 * Who numbers a GTID: a server's UUID and, since MySQL 8.3, an optional tag.
 *
 * @param uuid the server
 * @param tag lower case; empty if there is none
 */
public record SourceTag(UUID uuid, String tag) implements Comparable<SourceTag> {
    public SourceTag {
        tag = tag.trim().toLowerCase(Locale.ROOT);
    }

    public SourceTag(long mostSignificant, long leastSignificant) {
        this(new UUID(mostSignificant, leastSignificant), "");
    }

    boolean is(long mostSignificant, long leastSignificant, String otherTag) {
        return uuid.getMostSignificantBits() == mostSignificant
                && uuid.getLeastSignificantBits() == leastSignificant
                && tag.equals(otherTag);
    }

    @Override
    public int compareTo(SourceTag other) {
        int byUuid = uuid.toString().compareTo(other.uuid.toString());
        return byUuid != 0 ? byUuid : tag.compareTo(other.tag);
    }

    /** As it stands before the colon of a single GTID. */
    @Override
    public String toString() {
        return tag.isEmpty() ? uuid.toString() : uuid + ":" + tag;
    }
}
