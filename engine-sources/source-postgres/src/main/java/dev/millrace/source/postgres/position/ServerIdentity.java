package dev.millrace.source.postgres.position;

/**
 * Which server's log, and which of its histories.
 *
 * @param systemIdentifier the number that {@code initdb} gave to the cluster and that standbys share; 0 if unknown
 * @param timeline grows with every promotion; 0 if unknown
 */
public record ServerIdentity(long systemIdentifier, int timeline) {
    /** Nothing is known, as for a position that a user typed in. */
    public static final ServerIdentity UNKNOWN = new ServerIdentity(0, 0);

    public boolean isKnown() {
        return systemIdentifier != 0;
    }
}
