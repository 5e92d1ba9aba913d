package dev.millrace.sink.aws;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Where a service of AWS is, or one that is compatible with it, and who asks it. Thread-safe.
 *
 * <p>{@code Username} and {@code Password} of the endpoint are an access key and its secret, with {@code SessionToken} if they are temporary;
 * without them the SDK's default chain is asked (environment, profile, container, instance). {@code ServiceAccessRoleArn} is assumed by
 * whoever that is; with {@code AssumeRole=false} it is left alone, for roles that only the service of AWS itself may assume.
 *
 * @param credentials who asks
 * @param region where
 * @param override another address than the region's own, {@code EndpointUrl}
 */
public record AwsEndpoint(AwsCredentialsProvider credentials, Region region, Optional<URI> override)
        implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(15);
    private static final Duration ATTEMPT = Duration.ofSeconds(60);
    private static final Region OF_COMPATIBLE_SERVERS = Region.US_EAST_1;

    /** @throws ReplicationException {@code SETTING_INVALID} naming the setting and what to give */
    public static AwsEndpoint of(Endpoint endpoint) {
        EndpointSettings settings = endpoint.settings();
        Optional<URI> override = address(settings, "EndpointUrl");
        Region region = region(settings, override.isPresent());
        AwsCredentialsProvider own = own(endpoint);
        Optional<URI> roles = address(settings, "StsEndpointUrl");
        boolean assumes = settings.flag("AssumeRole", true);
        Optional<String> role = settings.text("ServiceAccessRoleArn").filter(given -> assumes);
        AwsCredentialsProvider credentials =
                role.isPresent() ? AssumedRole.of(role.get(), new AwsEndpoint(own, region, roles), "millrace") : own;
        return new AwsEndpoint(credentials, region, override);
    }

    /**
     * Makes a client of this endpoint out of its builder.
     *
     * @param connections how many requests may be under way at once
     */
    public <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder, int connections) {
        return client(builder, connections, SILENCE);
    }

    /** @param silence how long an answer may be waited for before the request is made once more */
    <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
            B builder, int connections, Duration silence) {
        builder.credentialsProvider(credentials).region(region);
        override.ifPresent(builder::endpointOverride);
        builder.overrideConfiguration(overrides -> overrides.apiCallAttemptTimeout(ATTEMPT));
        return builder.httpClientBuilder(ApacheHttpClient.builder()
                        .maxConnections(connections)
                        .connectionTimeout(CONNECT)
                        .socketTimeout(silence))
                .build();
    }

    /** Another service that the same credentials are good for. Not to be closed: it holds nothing of its own. */
    public AwsEndpoint at(Optional<URI> address) {
        return new AwsEndpoint(credentials, region, address);
    }

    /** Gives up what the credentials hold open. */
    @Override
    public void close() {
        if (credentials instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
    }

    /** For messages: never a credential. */
    @Override
    public String toString() {
        return override.map(URI::toString).orElseGet(region::id);
    }

    private static AwsCredentialsProvider own(Endpoint endpoint) {
        Secret secret = endpoint.password();
        if (endpoint.username().isEmpty() != (secret == null)) {
            throw invalid("Username is an access key and Password its secret: give both, or neither for the"
                    + " credentials that the SDK finds by itself");
        }
        return secret == null
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(given(endpoint, secret));
    }

    private static AwsCredentials given(Endpoint endpoint, Secret secret) {
        return endpoint.settings()
                .text("SessionToken")
                .<AwsCredentials>map(token -> AwsSessionCredentials.create(endpoint.username(), secret.value(), token))
                .orElseGet(() -> AwsBasicCredentials.create(endpoint.username(), secret.value()));
    }

    private static Region region(EndpointSettings settings, boolean compatible) {
        Optional<String> given = settings.text("Region");
        if (given.isPresent()) {
            return Region.of(given.get());
        }
        if (compatible) {
            return OF_COMPATIBLE_SERVERS;
        }
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkClientException e) {
            throw new ReplicationException(
                    ErrorCode.SETTING_INVALID,
                    "the target endpoint has no region, and nothing around the process tells one; give Region, such as"
                            + " eu-central-1",
                    e);
        }
    }

    /**
     * A setting that is an address.
     *
     * @throws ReplicationException {@code SETTING_INVALID} if it is none
     */
    public static Optional<URI> address(EndpointSettings settings, String name) {
        return settings.text(name).map(text -> {
            try {
                URI address = new URI(text);
                if (address.getHost() != null && address.getScheme() != null) {
                    return address;
                }
            } catch (URISyntaxException ignored) {
                // falls through to the one message for every bad address
            }
            throw invalid(name + " is '" + text + "'; it must be an address such as http://127.0.0.1:9000");
        });
    }

    private static ReplicationException invalid(String problem) {
        return new ReplicationException(ErrorCode.SETTING_INVALID, "target endpoint: " + problem);
    }
}
