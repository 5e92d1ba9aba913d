package dev.millrace.taskfile;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class TaskFileErrorsTest {

    @Test
    void saysWhereJsonBreaks() {
        ReplicationException failure = failureOf("{\"MigrationType\": \"cdc\",\n  \"SourceEndpoint\": }");

        assertThat(failure.code()).isEqualTo(ErrorCode.TASK_FILE_INVALID);
        assertThat(failure).hasMessageContaining("task is not JSON at line 2, column 21: ");
    }

    @Test
    void saysWhereJsonInsideAStringBreaks() {
        assertThat(failureOf(Documents.task("\"{\\\"rules\\\": [}\"", "{}")))
                .hasMessage("task: $.TableMappings holds a string that is not JSON at line 1, column 12:"
                        + " Unexpected close marker '}': expected ']'; mend the text there");
    }

    @Test
    void neverRepeatsAStrayToken() {
        assertThat(failureOf("{\"Password\": hunter2}").getMessage())
                .contains("line 1, column")
                .doesNotContain("hunter2");
    }

    @Test
    void refusesAKeyGivenTwice() {
        assertThat(failureOf("{\"MigrationType\": 1, \"MigrationType\": 2}")).hasMessageContaining("Duplicate");
        assertThat(failureOf(Documents.withTop("cdc", "\"migrationtype\": \"cdc\"")))
                .hasMessageContaining("is given twice, in upper and lower case");
    }

    @ParameterizedTest
    @CsvSource({"'', is empty", "[], must hold one JSON object", "3, must hold one JSON object", "{} {}, is not JSON"})
    void refusesWhatIsNotOneObject(String json, String message) {
        assertThat(failureOf(json)).hasMessageContaining(message);
    }

    @Test
    void collectsAllProblemsIntoOneMessage() {
        ReplicationException failure = failureOf("""
                {"MigrationType": "sometimes",
                 "SourceEndpoint": {"EngineName": "postgres", "Port": "abc", "DatabaseName": "src", "SslMode": "maybe"},
                 "TargetEndpoint": {"EngineName": "mysql", "ServerName": ["x"], "Port": 70000},
                 "TableMappings": {"rules": []},
                 "ReplicationTaskSettings": {"FullLoadSettings": {"CommitRate": 50001, "StopTaskCachedChangesApplied": "perhaps"}}}
                """);

        assertThat(failure.code()).isEqualTo(ErrorCode.TASK_FILE_INVALID);
        assertThat(failure).hasMessage("""
                        task has 10 problems:
                          $.ReplicationTaskIdentifier is missing; give it, such as "orders"
                          $.MigrationType is 'sometimes'; it must be one of full-load, cdc, full-load-and-cdc
                          $.SourceEndpoint.Port is 'abc'; it must be a whole number from 0 to 65535
                          $.SourceEndpoint.SslMode is 'maybe'; it must be one of none, require, verify-ca, verify-full
                          $.SourceEndpoint.ServerName is missing; give the host, such as "127.0.0.1"
                          $.TargetEndpoint.ServerName must be a single value
                          $.TargetEndpoint.Port is '70000'; it must be a whole number from 0 to 65535
                          $.ReplicationTaskSettings.FullLoadSettings.CommitRate is '50001'; it must be a whole number from 1 to 50000
                          $.ReplicationTaskSettings.FullLoadSettings.StopTaskCachedChangesApplied is 'perhaps'; it must be true or false
                          $.TableMappings: no selection rule includes a table; add one with rule-action include, such as schema-name "public" and table-name "%\"""");
    }

    @Test
    void namesMissingSecretsAndNeverTheirValues() {
        ReplicationException failure = failureOf(Documents.withSource("""
                {"EngineName": "mysql", "ServerName": "db1", "Username": "${env:PASSWORD}",
                 "Password": "${env:NOT_SET}", "MySQLSettings": {"Key": "${file:/no/such/file}"}}"""));

        assertThat(failure.code()).isEqualTo(ErrorCode.SECRET_MISSING);
        assertThat(failure.getMessage())
                .contains(
                        "$.SourceEndpoint.Password takes its value from environment variable NOT_SET, which is not set")
                .contains("$.SourceEndpoint.MySQLSettings.Key takes its value from file /no/such/file")
                .doesNotContain("s3cret");
    }

    @Test
    void badNumberFromASecretIsNotRepeated() {
        assertThat(failureOf(Documents.withSource(
                                "{\"EngineName\": \"mysql\", \"ServerName\": \"db1\", \"Port\": \"${env:PASSWORD}\"}"))
                        .getMessage())
                .contains("$.SourceEndpoint.Port is '${env:PASSWORD}'")
                .doesNotContain("s3cret");
    }

    @Test
    void refusesSettingsAndAttributesThatContradict() {
        assertThat(failureOf(Documents.withSource("""
                        {"EngineName": "mysql", "ServerName": "db1", "MySQLSettings": {"EventsPollInterval": 5},
                         "ExtraConnectionAttributes": "eventsPollInterval=6;broken"}""")))
                .hasMessageContainingAll(
                        "$.SourceEndpoint.ExtraConnectionAttributes gives eventsPollInterval another value",
                        "has a part without '='");
    }

    @Test
    void refusesTwoPointsToStopAt() {
        assertThat(failureOf(Documents.withSettings("{\"FullLoadSettings\": {\"StopTaskCachedChangesApplied\": true,"
                        + " \"StopTaskCachedChangesNotApplied\": true}}")))
                .hasMessageContaining("a task can stop at one of the two points only");
    }

    @Test
    void refusesStartPositionsOfTasksThatLoad() {
        assertThat(failureOf(Documents.withTop("full-load-and-cdc", "\"CdcStartPosition\": \"4AF/B00000D0\"")))
                .hasMessageContaining("$.CdcStartPosition is only for MigrationType cdc");
        assertThat(failureOf(
                        Documents.withTop("cdc", "\"CdcStartPosition\": \"1/1\", \"CdcStartTime\": \"2026-01-01\"")))
                .hasMessageContaining("$.CdcStartTime and CdcStartPosition are both given");
    }

    @Test
    void refusesAStopPosition() {
        assertThat(failureOf(Documents.withTop("cdc", "\"CdcStopPosition\": \"server_time:2026-02-09T12:12:12\"")))
                .hasMessage("task: $.CdcStopPosition is not built yet, and the task would not stop there; remove it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"ValidationSettings\": {\"ValidationOnly\": true}} | ValidationSettings.ValidationOnly is true",
                "{\"LoopbackPreventionSettings\": {\"EnableLoopbackPrevention\": true}} | loopback prevention is not built",
                "{\"CharacterSetSettings\": {\"CharacterReplacements\": [{}]}} | asks to replace characters",
            })
    void refusesSettingsWithoutWhichDataWouldBeWrong(String settings, String message) {
        assertThat(failureOf(Documents.withSettings(settings))).hasMessageContaining(message);
    }

    private static ReplicationException failureOf(String json) {
        return catchThrowableOfType(ReplicationException.class, () -> Documents.parse(json));
    }
}
