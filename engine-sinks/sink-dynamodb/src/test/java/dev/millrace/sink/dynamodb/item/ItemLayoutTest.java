package dev.millrace.sink.dynamodb.item;

import dev.millrace.error.ErrorCode;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.testing.contract.TextRows;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

class ItemLayoutTest {
    private static final TableSchema TABLE = TableSchema.builder(new TableId("app", "things"), EngineFamily.POSTGRES)
            .columns(List.of(
                    column("place", Kind.STRING).notNull(),
                    column("number", Kind.INT4).notNull(),
                    column("amount", Kind.NUMERIC),
                    column("flag", Kind.BOOLEAN),
                    column("raw", Kind.BYTES),
                    column("moment", Kind.DATETIME),
                    column("note", Kind.CLOB)))
            .primaryKey(new KeySchema("key", List.of("place", "number")))
            .build();

    private final ItemLayout layout = ItemLayout.of(TABLE);

    private static ColumnSchema column(String name, Kind kind) {
        return ColumnSchema.of(name, DataType.of(kind), kind.name());
    }

    @Test
    void valuesBecomeAttributesAndNullBecomesNone() {
        assertThat(layout.item(TextRows.row(TABLE, "north", "7", "-12.50", "t", "00ff", "2026-11-22 10:00:00.5", null)))
                .isEqualTo(Map.of(
                        "place", AttributeValue.fromS("north"),
                        "number", AttributeValue.fromN("7"),
                        "amount", AttributeValue.fromN("-12.50"),
                        "flag", AttributeValue.fromBool(true),
                        "raw", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1})),
                        "moment", AttributeValue.fromS("2026-11-22 10:00:00.5")));
    }

    @Test
    void absentIsNotNull() {
        Row row = TextRows.row(
                TABLE, "north", "7", TextRows.ABSENT, null, TextRows.ABSENT, TextRows.ABSENT, TextRows.ABSENT);
        assertThat(layout.item(row)).containsOnlyKeys("place", "number");
        ItemEdit edit = layout.edit(row, row);
        assertThat(edit.values()).isEmpty();
        assertThat(edit.removed()).containsExactly(AttributePath.of("flag"));
        assertThat(layout.key(row))
                .isEqualTo(Map.of("place", AttributeValue.fromS("north"), "number", AttributeValue.fromN("7")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12345678901234567890123456789012345678",
                "1000000000000000000000000000000000000000000000000",
                "0.0000000000000000000000000000000000000000000000001",
                "1E+125",
                "0",
                "-1.5E-20"
            })
    void numbersOfAtMost38DigitsAreTaken(String number) {
        assertThat(layout.item(amount(number)).get("amount").n()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"123456789012345678901234567890123456789", "1E+126", "1E-131", "NaN", "Infinity", "-Infinity"})
    void othersAreRefused(String number) {
        failsWith(ErrorCode.TARGET_VALUE_REFUSED, () -> layout.item(amount(number)));
    }

    private static Row amount(String number) {
        return TextRows.row(TABLE, "north", "7", number, null, null, null, null);
    }

    @Test
    void itemOfMoreThan400KilobytesIsRefused() {
        assertThat(layout.item(note("x".repeat(400_000)))).containsKey("note");
        failsWith(ErrorCode.TARGET_VALUE_REFUSED, () -> layout.item(note("x".repeat(409_600))));
    }

    private static Row note(String text) {
        return TextRows.row(TABLE, "north", "7", null, null, null, null, text);
    }

    @Test
    void keyThatNoItemCanHaveIsRefused() {
        failsWith(ErrorCode.TARGET_VALUE_REFUSED, () -> layout.key(place("")));
        failsWith(ErrorCode.TARGET_VALUE_REFUSED, () -> layout.key(place("x".repeat(2049))));
        assertThat(layout.key(place("x".repeat(2048)))).hasSize(2);
    }

    private static Row place(String place) {
        return TextRows.row(TABLE, place, "7", null, null, null, null, null);
    }
}
