package dev.millrace.taskfile;

import dev.millrace.config.ApplySettings;
import dev.millrace.config.TargetTablePrepMode;
import dev.millrace.config.TaskSettings;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.LoadParallelism;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Each honoured task setting arrives in its typed form, and each other one is reported unless it says what DMS's default says. */
class TaskFileSettingsTest {

    static Stream<Arguments> honouredSettings() {
        return Stream.of(
                honoured(
                        "FullLoadSettings",
                        "TargetTablePrepMode",
                        "\"drop-and-create\"",
                        settings -> settings.fullLoad().tablePrepMode(),
                        TargetTablePrepMode.DROP_AND_CREATE),
                honoured(
                        "FullLoadSettings",
                        "TargetTablePrepMode",
                        "\"TRUNCATE_BEFORE_LOAD\"",
                        settings -> settings.fullLoad().tablePrepMode(),
                        TargetTablePrepMode.TRUNCATE_BEFORE_LOAD),
                honoured(
                        "FullLoadSettings",
                        "MaxFullLoadSubTasks",
                        "\"4\"",
                        settings -> settings.fullLoad().maxSubTasks(),
                        4),
                honoured(
                        "FullLoadSettings",
                        "CommitRate",
                        "500",
                        settings -> settings.fullLoad().commitRate(),
                        500),
                honoured(
                        "FullLoadSettings",
                        "StopTaskCachedChangesNotApplied",
                        "\"true\"",
                        settings -> settings.fullLoad().stopAfterLoad(),
                        true),
                honoured(
                        "FullLoadSettings",
                        "StopTaskCachedChangesApplied",
                        "1",
                        settings -> settings.fullLoad().stopAfterCachedChanges(),
                        true),
                honoured(
                        "ChangeProcessingTuning",
                        "BatchSplitSize",
                        "7000",
                        settings -> settings.apply().batchRows(),
                        7000),
                honoured(
                        "ChangeProcessingTuning",
                        "BatchApplyMemoryLimit",
                        "64",
                        settings -> settings.apply().batchBytes(),
                        64L << 20),
                honoured(
                        "ChangeProcessingTuning",
                        "CommitTimeout",
                        "3",
                        settings -> settings.apply().batchAge(),
                        Duration.ofSeconds(3)),
                honoured(
                        "ChangeProcessingDdlHandlingPolicy",
                        "HandleSourceTableDropped",
                        "false",
                        settings -> settings.ddl().dropped(),
                        false),
                honoured(
                        "ChangeProcessingDdlHandlingPolicy",
                        "HandleSourceTableTruncated",
                        "\"false\"",
                        settings -> settings.ddl().truncated(),
                        false),
                honoured(
                        "ChangeProcessingDdlHandlingPolicy",
                        "HandleSourceTableAltered",
                        "0",
                        settings -> settings.ddl().altered(),
                        false),
                honoured(
                        "ErrorBehavior",
                        "RecoverableErrorCount",
                        "9",
                        settings -> settings.retry().count(),
                        9),
                honoured(
                        "ErrorBehavior",
                        "RecoverableErrorInterval",
                        "2",
                        settings -> settings.retry().interval(),
                        Duration.ofSeconds(2)),
                honoured(
                        "ErrorBehavior",
                        "RecoverableErrorThrottling",
                        "false",
                        settings -> settings.retry().throttling(),
                        false),
                honoured(
                        "ErrorBehavior",
                        "RecoverableErrorThrottlingMax",
                        "60",
                        settings -> settings.retry().throttlingMaximum(),
                        Duration.ofSeconds(60)),
                honoured(
                        "ErrorBehavior",
                        "RecoverableErrorStopRetryAfterThrottlingMax",
                        "false",
                        settings -> settings.retry().stopAfterThrottlingMaximum(),
                        false),
                honoured(
                        "TargetMetadata",
                        "SupportLobs",
                        "false",
                        settings -> settings.lobs().supported(),
                        false),
                honoured("ErrorBehavior", "FailOnNoTablesCaptured", "false", TaskSettings::failOnNoTables, false),
                honoured(
                        "ControlTablesSettings",
                        "ControlSchema",
                        "\"control\"",
                        TaskSettings::controlSchema,
                        "control"));
    }

    @ParameterizedTest(name = "{0}.{1} = {2}")
    @MethodSource("honouredSettings")
    void honours(String section, String name, String value, Function<TaskSettings, Object> read, Object expected) {
        TaskFile file =
                Documents.parse(Documents.withSettings("{\"%s\": {\"%s\": %s}}".formatted(section, name, value)));

        assertThat(read.apply(file.configuration().settings())).isEqualTo(expected);
        assertThat(read.apply(TaskSettings.DEFAULT)).isNotEqualTo(expected);
        assertThat(file.report()).isEmpty();
    }

    @Test
    void parallelLoadIsOfTargetsThatTakeItems() {
        String settings = """
                {"TargetMetadata": {"ParallelLoadThreads": "150", "ParallelLoadBufferSize": 100}}""";
        TaskFile items = Documents.parse(Documents.withSettings(settings)
                .replace("\"EngineName\": \"mysql\", \"ServerName\": \"db2\"", "\"EngineName\": \"dynamodb\""));
        assertThat(items.report()).isEmpty();
        assertThat(items.configuration().settings().fullLoad().parallelism())
                .isEqualTo(new LoadParallelism(8, 150, 100));
        TaskFile rows = Documents.parse(Documents.withSettings(settings));
        assertThat(rows.report()).hasSize(2);
        assertThat(rows.configuration().settings().fullLoad().parallelism()).isEqualTo(LoadParallelism.DEFAULT);
    }

    @Test
    void honoursTargetSchema() {
        TableSchema table = TableSchema.builder(new TableId("sales", "orders"), EngineFamily.POSTGRES)
                .column(ColumnSchema.of("id", DataType.of(DataType.Kind.INT4), "integer"))
                .build();

        assertThat(Documents.parse(Documents.withSettings("{\"TargetMetadata\": {\"TargetSchema\": \"archive\"}}"))
                        .configuration()
                        .mappings()
                        .route(table)
                        .wanted()
                        .id())
                .isEqualTo(new TableId("archive", "orders"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TargetMetadata | LobMaxSize | 64 | large objects are moved whole; \"LimitedLobs\": \"truncate\" in EngineSettings"
                        + " cuts them as DMS does",
                "TargetMetadata | InlineLobMaxSize | 8 | large objects are moved in one piece",
                "TargetMetadata | ParallelApplyBufferSize | \"8\" | changes are applied in batches, which wait for nothing but"
                        + " changes of the same rows",
                "FullLoadSettings | CreatePkAfterFullLoad | true | the primary key is made with its table",
                "ErrorBehavior | FullLoadIgnoreConflicts | false | changes made during the load meet the loaded rows exactly",
                "ControlTablesSettings | StatusTableEnabled | true | ",
                "ValidationSettings | EnableValidation | true | rows are not compared",
                "TTSettings | EnableTT | true | ",
            })
    void reportsWhatItDoesNotHonour(String section, String name, String value, String note) {
        TaskFile file =
                Documents.parse(Documents.withSettings("{\"%s\": {\"%s\": %s}}".formatted(section, name, value)));

        assertThat(file.report())
                .containsExactly(ReportedSetting.notHonoured(
                        "$.ReplicationTaskSettings." + section + "." + name,
                        value.replace("\"", ""),
                        note == null ? "" : note));
    }

    @Test
    void theEnginesOwnSettingOfWorkersGoesBeforeThatOfDms() {
        assertThat(workers("{\"TargetMetadata\": {\"ParallelApplyThreads\": 8}}"))
                .isEqualTo(8);
        assertThat(
                        workers(
                                "{\"TargetMetadata\": {\"ParallelApplyThreads\": 8}, \"EngineSettings\": {\"ApplyWorkers\": 3}}"))
                .isEqualTo(3);
        assertThat(workers("{\"TargetMetadata\": {\"ParallelApplyThreads\": 0}}"))
                .isEqualTo(ApplySettings.DEFAULT.workers());
    }

    private static int workers(String settings) {
        TaskFile file = Documents.parse(Documents.withSettings(settings));
        assertThat(file.report()).isEmpty();
        return file.configuration().settings().apply().workers();
    }

    @Test
    void policiesThatStopTheTaskNeedNoReport() {
        assertThat(Documents.parse(
                                Documents.withSettings(
                                        "{\"ErrorBehavior\": {\"DataErrorPolicy\": \"stop_task\", \"ApplyErrorInsertPolicy\": \"STOP_TASK\"}}"))
                        .report())
                .isEmpty();
    }

    @Test
    void reportsUnknownKeysWithoutTheirValues() {
        TaskFile file = Documents.parse("""
                {"ReplicationTaskIdentifier": "orders", "MigrationType": "full-load", "Comment": "mine",
                 "SourceEndpoint": {"EngineName": "postgres", "ServerName": "a", "DatabaseName": "b", "Pasword": "oops"},
                 "TargetEndpoint": {"EngineName": "postgres", "ServerName": "a", "DatabaseName": "b"},
                 "TableMappings": {"rules": [%s]},
                 "ReplicationTaskSettings": {"FullLoadSettings": {"CommitRat": 1}, "Extra": {}}}
                """.formatted(Documents.INCLUDE_ALL));

        assertThat(file.report())
                .containsExactlyInAnyOrder(
                        ReportedSetting.unknown("$.Comment"),
                        ReportedSetting.unknown("$.SourceEndpoint.Pasword"),
                        ReportedSetting.unknown("$.ReplicationTaskSettings.FullLoadSettings.CommitRat"),
                        ReportedSetting.unknown("$.ReplicationTaskSettings.Extra"));
        assertThat(file.report().toString()).doesNotContain("oops");
    }

    private static Arguments honoured(
            String section, String name, String value, Function<TaskSettings, Object> read, Object expected) {
        return arguments(section, name, value, read, expected);
    }
}
