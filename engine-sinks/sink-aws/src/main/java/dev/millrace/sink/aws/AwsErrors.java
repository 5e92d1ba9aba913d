package dev.millrace.sink.aws;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What failures of a service mean for the task. Messages name objects and codes, never content. */
public final class AwsErrors {
    private static final Set<String> UNKNOWN_CALLER = Set.of(
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "InvalidClientTokenId",
            "UnrecognizedClientException",
            "ExpiredToken",
            "ExpiredTokenException",
            "InvalidSignatureException");
    private static final Set<String> MAY_PASS = Set.of(
            "RequestTimeout",
            "SlowDown",
            "ThrottlingException",
            "RequestTimeTooSkewed",
            "OperationAborted",
            "ConcurrentModificationException",
            "OperationTimeoutException",
            "InternalServiceException");
    private static final String NO_CREDENTIALS = "Unable to load credentials";

    private AwsErrors() {}

    /** @param action what failed, with the name of what it was about: {@code can't write lake/a.csv} */
    public static ReplicationException of(String action, SdkException failure) {
        if (failure instanceof AwsServiceException answer) {
            return of(action, answer);
        }
        String message = String.valueOf(failure.getMessage());
        if (message.startsWith(NO_CREDENTIALS)) {
            return new ReplicationException(
                    ErrorCode.TARGET_AUTHENTICATION_FAILED,
                    action + ": there are no credentials; give Username and Password (access key and secret), or"
                            + " what the SDK's default chain finds, such as AWS_ACCESS_KEY_ID",
                    failure);
        }
        return new ReplicationException(unanswered(failure), action + ": " + message, failure);
    }

    private static ReplicationException of(String action, AwsServiceException answer) {
        String told = told(answer);
        ErrorCode code = code(answer.statusCode(), told);
        String remedy = code == ErrorCode.TARGET_GRANT_MISSING
                ? "; grant it, see the policy in the documentation of the target"
                : "";
        return new ReplicationException(code, action + ": the service says " + told + remedy, answer);
    }

    /** Answers without a body have no code of their own. */
    private static String told(AwsServiceException answer) {
        String told = answer.awsErrorDetails() == null
                ? null
                : answer.awsErrorDetails().errorCode();
        return told == null || told.isEmpty() ? "HTTP " + answer.statusCode() : told;
    }

    private static ErrorCode code(int status, String told) {
        if (status == 401 || UNKNOWN_CALLER.contains(told)) {
            return ErrorCode.TARGET_AUTHENTICATION_FAILED;
        }
        if (MAY_PASS.contains(told) || status >= 500 || status == 429 || status == 409) {
            return ErrorCode.TARGET_CONNECTION_LOST;
        }
        return status == 403 || told.equals("AccessDeniedException")
                ? ErrorCode.TARGET_GRANT_MISSING
                : ErrorCode.TARGET_SETTING_WRONG;
    }

    private static ErrorCode unanswered(SdkException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException || cause instanceof ConnectException) {
                return ErrorCode.TARGET_UNREACHABLE;
            }
        }
        return ErrorCode.TARGET_CONNECTION_LOST;
    }
}
