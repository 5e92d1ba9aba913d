package dev.millrace.source.postgres.catalog;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.WireForm;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Values in the server's own form become canonical. */
final class WireFormsTest {
    private static byte[] canonical(WireForm form, String value) {
        byte[] data = ("xx" + value + "yy").getBytes(StandardCharsets.UTF_8);
        ByteBuilder out = new ByteBuilder();
        form.writeCanonical(data, 2, data.length - 4, out);
        return out.toByteArray();
    }

    @Test
    void hexIsBytes() {
        assertThat(canonical(HexBytes.INSTANCE, "\\x00ff5Ca9")).containsExactly(0x00, 0xFF, 0x5C, 0xA9);
        assertThat(canonical(HexBytes.INSTANCE, "\\x")).isEmpty();
    }

    @Test
    void moneyIsANumber() {
        assertThat(canonical(PrintedMoney.INSTANCE, "-$1,234,567.80"))
                .asString()
                .isEqualTo("-1234567.80");
        assertThat(canonical(PrintedMoney.INSTANCE, "$0.00")).asString().isEqualTo("0.00");
    }

    @Test
    void paddingIsNotPartOfTheText() {
        assertThat(canonical(PaddedText.INSTANCE, " ab  ")).asString().isEqualTo(" ab");
        assertThat(canonical(PaddedText.INSTANCE, "   ")).isEmpty();
    }
}
