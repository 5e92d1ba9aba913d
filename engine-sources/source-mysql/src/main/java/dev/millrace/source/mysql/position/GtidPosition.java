package dev.millrace.source.mysql.position;

import java.util.Arrays;

/**
 * MariaDB's GTID position: the last transaction of each replication domain. Within a domain sequence numbers grow in log order, so
 * the last one stands for all before it.
 */
public final class GtidPosition implements GtidState {
    public static final GtidPosition EMPTY = new GtidPosition(new long[0], new long[0], new long[0]);

    private final long[] domains;
    private final long[] servers;
    private final long[] sequences;

    private GtidPosition(long[] domains, long[] servers, long[] sequences) {
        this.domains = domains;
        this.servers = servers;
        this.sequences = sequences;
    }

    /**
     * Reads {@code 0-1-100,1-2-5}.
     *
     * @throws IllegalArgumentException if the text is something else
     */
    public static GtidPosition parse(String text) {
        GtidPosition result = EMPTY;
        if (text.isBlank()) {
            return result;
        }
        for (String part : text.split(",")) {
            String[] numbers = part.trim().split("-");
            if (numbers.length != 3) {
                throw new IllegalArgumentException("'" + part + "' is not a MariaDB GTID (domain-server-sequence)");
            }
            result = result.with(
                    Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseUnsignedLong(numbers[2]));
        }
        return result;
    }

    /** This position moved on behind a transaction. */
    public GtidPosition with(long domain, long server, long sequence) {
        int index = Arrays.binarySearch(domains, domain);
        if (index >= 0) {
            long[] newServers = servers.clone();
            long[] newSequences = sequences.clone();
            newServers[index] = server;
            newSequences[index] = sequence;
            return new GtidPosition(domains, newServers, newSequences);
        }
        int place = -index - 1;
        return new GtidPosition(
                insert(domains, place, domain), insert(servers, place, server), insert(sequences, place, sequence));
    }

    private static long[] insert(long[] values, int place, long value) {
        long[] result = new long[values.length + 1];
        System.arraycopy(values, 0, result, 0, place);
        result[place] = value;
        System.arraycopy(values, place, result, place + 1, values.length - place);
        return result;
    }

    @Override
    public boolean contains(GtidState other) {
        if (!(other instanceof GtidPosition position)) {
            return false;
        }
        for (int i = 0; i < position.domains.length; i++) {
            int index = Arrays.binarySearch(domains, position.domains[i]);
            if (index < 0 || Long.compareUnsigned(sequences[index], position.sequences[i]) < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < domains.length; i++) {
            text.append(i == 0 ? "" : ",");
            text.append(domains[i]).append('-').append(servers[i]).append('-');
            text.append(Long.toUnsignedString(sequences[i]));
        }
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GtidPosition that
                && Arrays.equals(domains, that.domains)
                && Arrays.equals(servers, that.servers)
                && Arrays.equals(sequences, that.sequences);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sequences);
    }

    @Override
    public String toString() {
        return text();
    }
}
