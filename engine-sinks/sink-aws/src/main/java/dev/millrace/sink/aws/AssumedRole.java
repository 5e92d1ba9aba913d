package dev.millrace.sink.aws;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The credentials of a role, asked for anew before they expire. Thread-safe. */
final class AssumedRole implements AwsCredentialsProvider, SdkAutoCloseable {
    private static final int CONNECTIONS = 1;

    private final AwsEndpoint service;
    private final StsClient client;
    private final StsAssumeRoleCredentialsProvider role;

    private AssumedRole(AwsEndpoint service, StsClient client, StsAssumeRoleCredentialsProvider role) {
        this.service = service;
        this.client = client;
        this.role = role;
    }

    /**
     * Asks for nothing yet.
     *
     * @param service that gives roles, and who asks it; closed with this
     * @param session names the session in the account's trail
     */
    static AssumedRole of(String arn, AwsEndpoint service, String session) {
        StsClient client = service.client(StsClient.builder(), CONNECTIONS);
        StsAssumeRoleCredentialsProvider role = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(client)
                .refreshRequest(request -> request.roleArn(arn).roleSessionName(session))
                .build();
        return new AssumedRole(service, client, role);
    }

    @Override
    public AwsCredentials resolveCredentials() {
        return role.resolveCredentials();
    }

    @Override
    public void close() {
        role.close();
        client.close();
        service.close();
    }
}
