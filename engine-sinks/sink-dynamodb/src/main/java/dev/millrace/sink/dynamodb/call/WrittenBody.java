package dev.millrace.sink.dynamodb.call;

import java.util.Optional;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.Header;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Gives a request a body that is written already, in place of the one that the SDK makes of the request's members. That happens before
 * the request is signed, and the body can be read as often as need be. Thread-safe.
 */
public final class WrittenBody implements ExecutionInterceptor {
    private static final ExecutionAttribute<SdkBytes> BODY = new ExecutionAttribute<>("MillraceWrittenBody");
    private static final String TYPE = "application/x-amz-json-1.0";

    /** Has a request sent with that body. */
    public static AwsRequestOverrideConfiguration of(SdkBytes body) {
        return AwsRequestOverrideConfiguration.builder()
                .putExecutionAttribute(BODY, body)
                .build();
    }

    @Override
    public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        SdkBytes body = attributes.getAttribute(BODY);
        if (body == null) {
            return context.httpRequest();
        }
        return context.httpRequest().toBuilder()
                .putHeader(Header.CONTENT_LENGTH, Integer.toString(length(body)))
                .build();
    }

    @Override
    public Optional<RequestBody> modifyHttpContent(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        SdkBytes body = attributes.getAttribute(BODY);
        if (body == null) {
            return context.requestBody();
        }
        return Optional.of(RequestBody.fromContentProvider(body::asInputStream, length(body), TYPE));
    }

    private static int length(SdkBytes body) {
        return body.asByteArrayUnsafe().length;
    }
}
