package dev.millrace.sink.dynamodb;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.sink.dynamodb.call.Capacity;
import dev.millrace.spi.EndpointSettings;
import java.util.Locale;

/**
 * What a task says about the target beside where it is.
 *
 * @param requests {@code ParallelRequests}: how many requests may be under way at once, 1 to 200; default 16
 * @param versionAttribute {@code VersionAttribute}: where an item says by which change it was written last; default {@code
 *     _millrace_version}
 * @param capacity {@code BillingMode} {@code PAY_PER_REQUEST} (default) or {@code PROVISIONED}, with {@code ReadCapacityUnits} and {@code
 *     WriteCapacityUnits}, 200 each as DMS has it: of tables that the task makes
 */
record DynamoSettings(int requests, String versionAttribute, Capacity capacity) {
    private static final int MOST_REQUESTS = 200;
    private static final int DEFAULT_REQUESTS = 16;
    private static final int DEFAULT_UNITS = 200;
    private static final int MOST_UNITS = 1_000_000;

    static DynamoSettings of(EndpointSettings settings) {
        return new DynamoSettings(
                settings.number("ParallelRequests", DEFAULT_REQUESTS, 1, MOST_REQUESTS),
                settings.text("VersionAttribute", "_millrace_version"),
                capacity(settings));
    }

    private static Capacity capacity(EndpointSettings settings) {
        String mode = settings.text("BillingMode", "PAY_PER_REQUEST").toUpperCase(Locale.ROOT);
        return switch (mode) {
            case "PAY_PER_REQUEST" -> Capacity.ON_DEMAND;
            case "PROVISIONED" ->
                new Capacity(
                        settings.number("ReadCapacityUnits", DEFAULT_UNITS, 1, MOST_UNITS),
                        settings.number("WriteCapacityUnits", DEFAULT_UNITS, 1, MOST_UNITS));
            default ->
                throw new ReplicationException(
                        ErrorCode.SETTING_INVALID,
                        "endpoint setting BillingMode is '" + mode + "'; it must be PAY_PER_REQUEST or PROVISIONED");
        };
    }
}
