package dev.millrace.source.mysql.value;

import dev.millrace.model.RowBuffer;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AddressDecodersTest {

    @ParameterizedTest
    @CsvSource({
        "426655440000a45612d3e89b123e4567, 123e4567-e89b-12d3-a456-426655440000",
        "123e4567e89b72d3a456426655440000, 123e4567-e89b-72d3-a456-426655440000",
        "123e4567e89b62d30456426655440000, 123e4567-e89b-62d3-0456-426655440000",
        "6a4ac48ce5390d6433c715b0439a464b, 6a4ac48c-e539-0d64-33c7-15b0439a464b",
        "ffffffffffffffffffffffffffffffff, ffffffff-ffff-ffff-ffff-ffffffffffff",
        "00000000000000000000000000000000, 00000000-0000-0000-0000-000000000000"
    })
    void onlyVersionsOneToFiveAreStoredLastPartFirst(String stored, String identifier) {
        byte[] bytes = HexFormat.of().parseHex("10" + stored);
        RowBuffer row = new RowBuffer();
        row.begin(1);

        int end = new AddressDecoders.Uuid().decode(bytes, 0, row);

        assertThat(end).isEqualTo(17);
        assertThat(row.finish().text(0)).isEqualTo(identifier);
    }
}
