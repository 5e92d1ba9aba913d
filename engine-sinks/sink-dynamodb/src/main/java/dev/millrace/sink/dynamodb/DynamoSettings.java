package dev.millrace.sink.dynamodb;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.sink.dynamodb.call.Capacity;
import dev.millrace.sink.dynamodb.write.BatchPuts;
import dev.millrace.sink.dynamodb.write.LoadPace;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.LoadParallelism;
import java.util.Locale;

/**
 * What a task says about the target beside where it is.
 *
 * @param requests {@code ParallelRequests}: how many requests may be under way at once, 1 to 200; default 16, or what all writers of the load
 *     may have under way together, if the task says how many each may have
 * @param load {@code ParallelLoadThreads}, default: all there may be, and {@code ParallelLoadBufferSize}, default: as many rows as
 *     these requests take; 50 as DMS has it if the threads are given
 * @param versionAttribute {@code VersionAttribute}: where an item says by which change it was written last; default {@code
 *     _millrace_version}
 * @param capacity {@code BillingMode} {@code PAY_PER_REQUEST} (default) or {@code PROVISIONED}, with {@code ReadCapacityUnits} and {@code
 *     WriteCapacityUnits}, 200 each as DMS has it, the latter for each of the {@code ParallelLoadThreads}: of tables that the task makes
 */
record DynamoSettings(int requests, LoadPace load, String versionAttribute, Capacity capacity) {
    private static final int MOST_REQUESTS = 200;
    private static final int DEFAULT_REQUESTS = 16;
    private static final int DEFAULT_BUFFER = 50;
    private static final int DEFAULT_UNITS = 200;
    private static final int MOST_UNITS = 1_000_000;

    static DynamoSettings of(EndpointSettings settings, LoadParallelism load) {
        int wanted = load.threads() == 0 ? DEFAULT_REQUESTS : Math.min(MOST_REQUESTS, load.threads() * load.subTasks());
        int requests = settings.number("ParallelRequests", wanted, 1, MOST_REQUESTS);
        return new DynamoSettings(
                requests,
                pace(load, requests),
                settings.text("VersionAttribute", "_millrace_version"),
                capacity(settings, load));
    }

    private static LoadPace pace(LoadParallelism load, int requests) {
        boolean given = load.threads() > 0;
        int buffer = load.bufferRows() > 0 ? load.bufferRows() : given ? DEFAULT_BUFFER : requests * BatchPuts.ITEMS;
        return new LoadPace(given ? Math.min(load.threads(), requests) : requests, buffer);
    }

    /** More writers need more writes a second, which is how DMS has it. */
    private static Capacity capacity(EndpointSettings settings, LoadParallelism load) {
        int writeUnits = DEFAULT_UNITS * Math.max(1, load.threads());
        String mode = settings.text("BillingMode", "PAY_PER_REQUEST").toUpperCase(Locale.ROOT);
        return switch (mode) {
            case "PAY_PER_REQUEST" -> Capacity.ON_DEMAND;
            case "PROVISIONED" ->
                new Capacity(
                        settings.number("ReadCapacityUnits", DEFAULT_UNITS, 1, MOST_UNITS),
                        settings.number("WriteCapacityUnits", writeUnits, 1, MOST_UNITS));
            default ->
                throw new ReplicationException(
                        ErrorCode.SETTING_INVALID,
                        "endpoint setting BillingMode is '" + mode + "'; it must be PAY_PER_REQUEST or PROVISIONED");
        };
    }
}
