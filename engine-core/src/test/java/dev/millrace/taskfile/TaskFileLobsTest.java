package dev.millrace.taskfile;

import dev.millrace.config.LimitedLobs;
import dev.millrace.config.LobSettings;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** DMS's limit counts only where the engine's own setting says so, since nearly every saved task has it. */
class TaskFileLobsTest {
    private static final String SAVED = """
            "SupportLobs": true, "FullLobMode": false, "LobChunkSize": 0, "LimitedSizeLobMode": true, "LobMaxSize": 32,
            "InlineLobMaxSize": 0""";

    @Test
    void aSavedTaskMovesLargeObjectsWholeAndTellsNothing() {
        TaskFile file = Documents.parse(Documents.withSettings("{\"TargetMetadata\": {" + SAVED + "}}"));

        assertThat(file.report()).isEmpty();
        assertThat(file.configuration().settings().lobs()).isEqualTo(LobSettings.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "| 32",
                "\"LimitedSizeLobMode\": true, \"LobMaxSize\": 63 | 63",
                "\"LobMaxSize\": \"102400\" | 102400",
                "\"FullLobMode\": true, \"LimitedSizeLobMode\": false, \"LobMaxSize\": 0 | 0",
                "\"FullLobMode\": true | 0",
                "\"LimitedSizeLobMode\": false | 0",
            })
    void truncateTakesTheLimitAtItsWord(String metadata, int expected) {
        TaskFile file = Documents.parse(truncating(metadata == null ? "" : metadata));

        assertThat(file.report()).isEmpty();
        assertThat(file.configuration().settings().lobs())
                .isEqualTo(new LobSettings(true, LimitedLobs.TRUNCATE, expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"LobMaxSize\": 0",
                "\"LobMaxSize\": 102401",
                "\"FullLobMode\": true, \"LimitedSizeLobMode\": true",
            })
    void aLimitThatSaysNothingIsAProblem(String metadata) {
        assertThatThrownBy(() -> Documents.parse(truncating(metadata)).configuration())
                .isInstanceOf(ReplicationException.class)
                .hasMessageContaining("$.ReplicationTaskSettings.TargetMetadata.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"mode\": \"limited\", \"bulk-max-size\": \"16\"} | 16",
                "{\"bulk-max-size\": 16} | 16",
                "{\"mode\": \"unlimited\", \"bulk-max-size\": 0} | 0",
                "{\"mode\": \"none\"} | -1",
            })
    void aRuleOfATableHasALimitOfItsOwn(String lobs, int expected) {
        TaskFile file = Documents.parse(withRule(truncating(""), lobs));

        assertThat(file.report()).isEmpty();
        assertThat(file.configuration().mappings().lobLimit(new TableId("sales", "orders")))
                .isEqualTo(expected < 0 ? OptionalInt.empty() : OptionalInt.of(expected));
        assertThat(file.configuration().mappings().lobLimit(new TableId("sales", "others")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"mode\": \"limited\"}",
                "{\"mode\": \"limited\", \"bulk-max-size\": 0}",
                "{\"mode\": \"some\"}"
            })
    void aWrongLimitOfATableIsAProblem(String lobs) {
        assertThatThrownBy(() -> Documents.parse(withRule(truncating(""), lobs)).configuration())
                .isInstanceOf(ReplicationException.class)
                .hasMessageContaining("lob-settings");
    }

    @Test
    void withoutTruncateTheLimitOfATableIsToldAndHasNoEffect() {
        TaskFile file = Documents.parse(withRule(Documents.withSettings("{}"), "{\"bulk-max-size\": 16}"));

        assertThat(file.report())
                .singleElement()
                .asString()
                .contains("lob-settings", "\"LimitedLobs\": \"truncate\" in EngineSettings");
        assertThat(file.configuration().mappings().lobLimit(new TableId("sales", "orders")))
                .isEmpty();
    }

    private static String truncating(String metadata) {
        return Documents.withSettings(
                "{\"TargetMetadata\": {" + metadata + "}, \"EngineSettings\": {\"LimitedLobs\": \"truncate\"}}");
    }

    private static String withRule(String document, String lobs) {
        return document.replace(Documents.INCLUDE_ALL, Documents.INCLUDE_ALL + """
                , {"rule-type": "table-settings", "rule-id": "20", "rule-name": "20",
                   "object-locator": {"schema-name": "sales", "table-name": "orders"}, "lob-settings": %s}""".formatted(lobs));
    }
}
