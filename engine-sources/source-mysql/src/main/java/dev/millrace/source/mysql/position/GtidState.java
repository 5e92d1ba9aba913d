package dev.millrace.source.mysql.position;

/** Which transactions are in a log up to some place, in the words of MySQL or of MariaDB. Immutable, with {@code equals} by value. */
public sealed interface GtidState permits GtidSet, GtidPosition {

    /** The text that the server itself uses, without blanks. */
    String text();

    /** Whether every transaction of {@code other} is in this state too; false if the two speak of different kinds of server. */
    boolean contains(GtidState other);
}
