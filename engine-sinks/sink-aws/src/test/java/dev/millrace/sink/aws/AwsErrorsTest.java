package dev.millrace.sink.aws;

import dev.millrace.error.ErrorCode;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

import static org.assertj.core.api.Assertions.assertThat;

class AwsErrorsTest {

    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied, TARGET_GRANT_MISSING",
        "403, SignatureDoesNotMatch, TARGET_AUTHENTICATION_FAILED",
        "400, UnrecognizedClientException, TARGET_AUTHENTICATION_FAILED",
        "400, AccessDeniedException, TARGET_GRANT_MISSING",
        "404, NoSuchBucket, TARGET_SETTING_WRONG",
        "503, SlowDown, TARGET_CONNECTION_LOST",
        "500, InternalError, TARGET_CONNECTION_LOST",
        "400, RequestTimeout, TARGET_CONNECTION_LOST",
        "400, ConcurrentModificationException, TARGET_CONNECTION_LOST"
    })
    void tellsAnswersApart(int status, String told, ErrorCode code) {
        AwsServiceException answer = AwsServiceException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(told).build())
                .build();
        assertThat(AwsErrors.of("can't write a.csv", answer).code()).isEqualTo(code);
        assertThat(AwsErrors.of("can't write a.csv", answer))
                .hasMessageStartingWith("can't write a.csv: the service says " + told);
    }

    @Test
    void anAnswerWithoutBodyIsToldByItsStatus() {
        AwsServiceException answer =
                AwsServiceException.builder().statusCode(403).build();
        assertThat(AwsErrors.of("can't look at a.csv", answer)).hasMessageContaining("HTTP 403");
    }

    static Stream<Arguments> silences() {
        return Stream.of(
                Arguments.of(new UnknownHostException("x"), ErrorCode.TARGET_UNREACHABLE),
                Arguments.of(new ConnectException("refused"), ErrorCode.TARGET_UNREACHABLE),
                Arguments.of(new SocketTimeoutException("read"), ErrorCode.TARGET_CONNECTION_LOST));
    }

    @ParameterizedTest
    @MethodSource("silences")
    void tellsSilencesApart(Exception cause, ErrorCode code) {
        SdkClientException failure =
                SdkClientException.builder().message("no answer").cause(cause).build();
        assertThat(AwsErrors.of("can't write a.csv", failure).code()).isEqualTo(code);
    }

    @Test
    void missingCredentialsAreNoNetworkThatFails() {
        SdkClientException failure = SdkClientException.builder()
                .message("Unable to load credentials from any of the providers in the chain")
                .build();
        assertThat(AwsErrors.of("can't write a.csv", failure).code()).isEqualTo(ErrorCode.TARGET_AUTHENTICATION_FAILED);
    }
}
