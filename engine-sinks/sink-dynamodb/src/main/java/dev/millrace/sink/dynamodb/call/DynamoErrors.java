package dev.millrace.sink.dynamodb.call;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.sink.aws.AwsErrors;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** What failures of DynamoDB mean for the task, beside those that all services share. */
final class DynamoErrors {
    private static final Set<String> TOO_BUSY = Set.of(
            "ProvisionedThroughputExceededException",
            "ThrottlingException",
            "RequestLimitExceeded",
            "TransactionConflictException",
            "TransactionInProgressException",
            "LimitExceededException");
    private static final Set<String> PASSING =
            Set.of("TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded");
    private static final Set<String> REFUSING = Set.of("ValidationError", "ItemCollectionSizeLimitExceeded");
    private static final String VALIDATION = "ValidationException";

    private DynamoErrors() {}

    static boolean isTooBusy(AwsServiceException answer) {
        return TOO_BUSY.contains(code(answer)) || answer.isThrottlingException() || isCancelled(answer, PASSING);
    }

    static ReplicationException of(String action, SdkException failure) {
        if (failure instanceof AwsServiceException answer) {
            String code = code(answer);
            if (code.isEmpty()) {
                // every error of the service has one: the rest of the answer has been lost on its way
                return new ReplicationException(
                        ErrorCode.TARGET_CONNECTION_LOST,
                        action + ": an answer with status " + answer.statusCode() + " did not come whole",
                        answer);
            }
            if (code.equals(VALIDATION) || isCancelled(answer, REFUSING)) {
                return new ReplicationException(ErrorCode.TARGET_VALUE_REFUSED, action + ": " + refusal(answer));
            }
            if (code.equals("ResourceNotFoundException")) {
                return new ReplicationException(
                        ErrorCode.TARGET_TABLE_MISSING, action + ": there is no such table", answer);
            }
            if (code.equals("ItemCollectionSizeLimitExceededException")) {
                return new ReplicationException(
                        ErrorCode.TARGET_VALUE_REFUSED,
                        action + ": the items of one partition key are too large",
                        answer);
            }
        }
        return AwsErrors.of(action, failure);
    }

    /** A transaction is cancelled for reasons of its parts. */
    private static boolean isCancelled(AwsServiceException answer, Set<String> reasons) {
        return answer instanceof TransactionCanceledException cancelled
                && cancelled.cancellationReasons().stream()
                        .map(CancellationReason::code)
                        .anyMatch(reasons::contains);
    }

    /** The service's own words may quote the value. */
    private static String refusal(AwsServiceException answer) {
        boolean tooLarge = String.valueOf(answer.getMessage()).contains("Item size");
        return tooLarge ? "the item is larger than 400 KB" : "the service refuses a value or a key";
    }

    private static String code(AwsServiceException answer) {
        String told = answer.awsErrorDetails() == null
                ? null
                : answer.awsErrorDetails().errorCode();
        return told == null ? "" : told;
    }
}
