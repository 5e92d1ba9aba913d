package dev.millrace.sink.dynamodb;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.sink.aws.AwsEndpoint;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.LoadParallelism;
import dev.millrace.spi.Secret;
import dev.millrace.spi.SslMode;
import dev.millrace.taskfile.ReportedSetting;
import dev.millrace.taskfile.TaskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * All that DMS lets a task say for DynamoDB (dms-reference §6): each setting is honoured and a test shows its effect, or somebody is told that it
 * has none.
 */
class EverySettingTest {
    private static final Path TESTS = Path.of("src", "test", "java", "dev", "millrace", "sink", "dynamodb");
    private static final String MAPPING = """
            {"rule-type": "object-mapping", "rule-id": 2, "rule-name": "2", "rule-action": "%s",
             "object-locator": {"schema-name": "sales", "table-name": "customers"}, "target-table-name": "people",
             "mapping-parameters": {
               "partition-key-name": "who", "sort-key-name": "since", "exclude-columns": ["first", "last"],
               "attribute-mappings": [
                 {"target-attribute-name": "who", "attribute-type": "scalar", "attribute-sub-type": "string", "value": "${first}"},
                 {"target-attribute-name": "age", "attribute-type": "scalar", "attribute-sub-type": "number", "value": "${age}"},
                 {"target-attribute-name": "ok", "attribute-type": "scalar", "attribute-sub-type": "boolean", "value": "${ok}"},
                 {"target-attribute-name": "map", "attribute-type": "document", "attribute-sub-type": "dynamodb-map",
                  "value": {"M": {"a": {"S": "${last}"}}}},
                 {"target-attribute-name": "list", "attribute-type": "document", "attribute-sub-type": "dynamodb-list",
                  "value": {"L": [{"N": "${age}"}]}}]%s}}""";

    /** Name, a value other than the default, and the test of its effect. */
    @ParameterizedTest
    @CsvSource({
        "ServiceAccessRoleArn, arn:aws:iam::1:role/r, ../../../../../../../../sink-aws/src/test/java/dev/millrace/sink/aws/AwsEndpointTest#assumesTheRole",
        "EndpointUrl, http://127.0.0.1:8000, ../../../../../../../../sink-aws/src/test/java/dev/millrace/sink/aws/AwsEndpointTest#takesKeysAndAddress",
        "ParallelRequests, 4, DynamoSettingsTest#parallelRequestsBoundAllOfThem",
        "VersionAttribute, version, DynamoSettingsTest#versionsMayStandInAnotherAttribute",
        "BillingMode, PROVISIONED, DynamoSettingsTest#tablesPaidByCapacityGetDmssUnits",
        "ReadCapacityUnits, 5, DynamoSettingsTest#tablesPaidByCapacityGetDmssUnits",
        "WriteCapacityUnits, 5, DynamoSettingsTest#tablesPaidByCapacityGetDmssUnits"
    })
    void settingsOfTheEndpointAreHonouredAndTested(String name, String value, String test) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of("Region", "eu-central-1", "BillingMode", "PROVISIONED"));
        all.put(name, value);
        EndpointSettings settings = new EndpointSettings(all);
        DynamoSettings.of(settings, LoadParallelism.DEFAULT);
        AwsEndpoint.of(new Endpoint("dynamodb", "", 0, "", "key", new Secret("secret"), SslMode.NONE, null, settings))
                .close();

        assertThat(settings.unasked()).isEmpty();
        assertTested(test);
    }

    /** Settings of the task that speak of the target. */
    @ParameterizedTest
    @CsvSource({
        "TargetMetadata, ParallelLoadThreads, 8, DynamoSettingsTest#parallelLoadThreadsAreOfEachWriter",
        "TargetMetadata, ParallelLoadBufferSize, 500, DynamoSettingsTest#parallelLoadBufferSizeIsTheRowsThatWait",
        "FullLoadSettings, MaxFullLoadSubTasks, 49, DynamoSettingsTest#parallelLoadThreadsAreOfEachWriter"
    })
    void settingsOfTheTaskAreHonouredAndTested(String section, String name, String value, String test)
            throws IOException {
        assertThat(task("", "{\"" + section + "\": {\"" + name + "\": " + value + "}}")
                        .report())
                .isEmpty();
        assertTested(test);
    }

    @ParameterizedTest
    @CsvSource({
        "ControlTablesSettings, FullLoadExceptionTableEnabled, true",
        "TargetMetadata, ParallelApplyBufferSize, 500",
        "TargetMetadata, ParallelApplyQueuesPerThread, 4",
        "ValidationSettings, EnableValidation, true"
    })
    void othersAreToldToHaveNoEffect(String section, String name, String value) {
        assertThat(task("", "{\"" + section + "\": {\"" + name + "\": " + value + "}}")
                        .report())
                .extracting(ReportedSetting::path)
                .containsExactly("$.ReplicationTaskSettings." + section + "." + name);
    }

    @ParameterizedTest
    @CsvSource({
        "map-record-to-record, item/MappedLayoutTest#columnsThatAreNotExcludedBecomeAttributesBesideTheMappedOnes",
        "map-record-to-document, item/MappedLayoutTest#columnsBecomeOneDocument"
    })
    void everyParameterOfAMappingIsHonouredAndTested(String action, String test) throws IOException {
        assertThat(task(", " + MAPPING.formatted(action, ""), "{}").report()).isEmpty();
        assertTested(test);
        assertTested("item/MappedLayoutTest#keyIsMadeOfSeveralColumns");
        assertTested("item/MappedLayoutTest#scalarsHaveTheTypeThatTheRuleNames");
        assertTested("item/MappedLayoutTest#documentsNest");
        assertTested("VaccineDriveIT#columnsBecomeAttributesThroughLoadAndChanges");
    }

    @Test
    void aConditionIsRefused() {
        String condition = ", \"condition-expression\": {\"expression\": \"attribute_not_exists(who)\"}";

        ReplicationException refusal = catchThrowableOfType(
                ReplicationException.class,
                () -> task(", " + MAPPING.formatted("map-record-to-record", condition), "{}"));

        assertThat(refusal.code()).isEqualTo(ErrorCode.MAPPING_INVALID);
        assertThat(refusal).hasMessageContaining("condition-expression");
    }

    private static TaskFile task(String moreRules, String settings) {
        return TaskFile.parse("""
                {"ReplicationTaskIdentifier": "task", "MigrationType": "full-load-and-cdc",
                 "SourceEndpoint": {"EngineName": "postgres", "ServerName": "db", "DatabaseName": "src"},
                 "TargetEndpoint": {"EngineName": "dynamodb"},
                 "TableMappings": {"rules": [
                   {"rule-type": "selection", "rule-id": 1, "rule-name": "1", "rule-action": "include",
                    "object-locator": {"schema-name": "sales", "table-name": "%%"}}%s]},
                 "ReplicationTaskSettings": %s}""".formatted(moreRules, settings));
    }

    private static void assertTested(String test) throws IOException {
        String[] place = test.split("#", 2);
        assertThat(TESTS.resolve(place[0] + ".java"))
                .content()
                .containsPattern("@(Parameterized)?Test\\b[^;]*\\bvoid " + place[1] + "\\(");
    }
}
