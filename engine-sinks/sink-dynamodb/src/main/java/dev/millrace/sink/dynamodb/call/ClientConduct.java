package dev.millrace.sink.dynamodb.call;

import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.SdkServiceClientConfiguration;
import software.amazon.awssdk.retries.DefaultRetryStrategy;

/**
 * What {@link DynamoCalls} expects of its client: that it sends a {@link WrittenBody}, and makes no request again without the knowledge of
 * who made it, who could find his own work, and take it for somebody else's.
 */
public final class ClientConduct implements SdkPlugin {
    @Override
    public void configureClient(SdkServiceClientConfiguration.Builder client) {
        client.overrideConfiguration(client.overrideConfiguration().toBuilder()
                .retryStrategy(DefaultRetryStrategy.doNotRetry())
                .addExecutionInterceptor(new WrittenBody())
                .build());
    }
}
