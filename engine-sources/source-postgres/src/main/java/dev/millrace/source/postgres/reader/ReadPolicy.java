package dev.millrace.source.postgres.reader;

import dev.millrace.spi.EndpointSettings;

/**
 * When to read the log through SQL functions instead of the replication stream. The functions decode a stretch of log in one
 * call and send it as a bulk, several times faster than the stream, which costs the server a system call per change; but a call
 * keeps what it decoded in a temporary file on the server, and it reads again from the slot's restart point, which stays before the
 * oldest open transaction.
 *
 * @param farBehindBytes how much log must wait for the functions to be used; negative for never ({@code EngineSettings}
 *     {@code BulkReadMegabytes}, default 64)
 * @param longestCallBytes how much log one call may read, which bounds the size of a transaction that is read by functions
 *     ({@code BulkReadLimitMegabytes}, default 1024)
 */
record ReadPolicy(long farBehindBytes, long longestCallBytes) {
    private static final long MEGABYTE = 1 << 20;
    private static final long NEAR_BYTES = 16 * MEGABYTE;
    private static final long SCRAP_BYTES = 4 * MEGABYTE;
    private static final long LITTLE_AGAIN = 64 * MEGABYTE;
    private static final long SHORTEST_STRETCH = 16 * MEGABYTE;
    private static final long LONGEST_STRETCH = 256 * MEGABYTE;
    private static final long FEWEST_CHANGES = 50_000;
    private static final long MOST_CHANGES = 1_000_000;

    /** About what a change of a narrow row takes in the log. */
    private static final long BYTES_PER_CHANGE = 160;

    static ReadPolicy of(EndpointSettings settings) {
        return new ReadPolicy(
                settings.number("BulkReadMegabytes", 64, -1, 1_000_000) * MEGABYTE,
                settings.number("BulkReadLimitMegabytes", 1024, 1, 1_000_000) * MEGABYTE);
    }

    /** The functions need a server that takes writes. */
    ReadPolicy streamOnly() {
        return new ReadPolicy(-1, longestCallBytes);
    }

    /**
     * Whether to read by functions from {@code reached} on.
     *
     * @param restart where the slot's decoding would start again
     * @param end the end of the log
     */
    boolean prefersFunctions(long reached, long restart, long end) {
        return farBehindBytes >= 0 && end - reached > farBehindBytes && fits(reached, restart);
    }

    /**
     * Whether to go on by functions. To begin a stream the server reads all the log from the restart point of the slot, which follows what is
     * applied; so a rest is better taken by one more call, if that has little to read again.
     */
    boolean staysWithFunctions(long reached, long restart, long end) {
        long left = end - reached;
        boolean near = left <= Math.min(NEAR_BYTES, farBehindBytes / 4);
        boolean scrap = left <= Math.min(SCRAP_BYTES, farBehindBytes / 16);
        boolean cheap = reached - restart <= LITTLE_AGAIN;
        return (!near || (cheap && !scrap)) && fits(reached, restart);
    }

    private boolean fits(long reached, long restart) {
        return reached - restart < longestCallBytes;
    }

    /**
     * Where the next call ends. The first call is short, since nothing can be applied before it ends; each later one reads twice as much as
     * it has to read again, and the last one all that is left.
     */
    long stretchEnd(SlotState at) {
        long left = at.end() - at.reached();
        long wanted = Math.min(LONGEST_STRETCH, Math.max(SHORTEST_STRETCH, 2 * again(at)));
        return at.reached() + Math.min(longestCallBytes, left < wanted + wanted / 2 ? left : wanted);
    }

    /** After how many messages the next call ends with the transaction, which bounds what the server keeps of narrow rows. */
    long changes(SlotState at) {
        boolean isLast = stretchEnd(at) >= at.end();
        return isLast
                ? MOST_CHANGES
                : Math.min(MOST_CHANGES, Math.max(FEWEST_CHANGES, 3 * again(at) / BYTES_PER_CHANGE));
    }

    private static long again(SlotState at) {
        return at.reached() - at.restart();
    }
}
