package dev.millrace.sink.dynamodb.call;

/**
 * What a table that is made may be asked for.
 *
 * @param readUnits reads a second; 0 if the table is paid by request
 * @param writeUnits writes a second; 0 if the table is paid by request
 */
public record Capacity(long readUnits, long writeUnits) {
    /** Paid by request. */
    public static final Capacity ON_DEMAND = new Capacity(0, 0);

    boolean isOnDemand() {
        return readUnits == 0;
    }
}
