package dev.millrace.source.mysql.binlog;

import dev.millrace.source.mysql.server.Flavor;
import dev.millrace.source.mysql.value.ColumnTypes;
import dev.millrace.source.mysql.wire.Payload;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Table maps as servers write them that the tests can't run. */
class TableMapTest {
    /** MySQL 9.7.4 with {@code binlog_row_metadata = FULL}, behind table id and flags. */
    private static final String FROM_MYSQL_9_7 = """
            04 73 68 6f 70 00 0a 65
            76 65 72 79 74 68 69 6e  67 00 1a 08 01 02 09 f6
            04 05 10 0a 13 12 11 0d  fe 0f fe 0f fc fc fe fe
            f5 ff f2 0f 03 1c 41 1e  04 08 01 01 06 06 06 fe
            28 90 01 fe 04 0a 00 02  02 f7 01 f8 01 04 04 04
            14 00 fe ff ff 03 01 02  a1 00 03 0e fc ff 00 fc
            ff 00 3f 3f fc ff 00 3f  3f 08 07 01 00 0d 01 03
            04 44 02 69 64 01 74 01  75 01 6d 01 64 01 66 01
            67 01 62 02 64 61 02 74  69 02 64 74 02 74 73 01
            79 01 63 01 76 02 62 69  02 76 62 02 74 78 02 62
            6c 01 65 01 73 01 6a 02  67 65 02 76 65 02 6c 31
            05 74 77 69 63 65 0a 03  fc ff 00 05 08 02 01 78
            04 f0 9f 98 80 06 08 02  01 61 04 f0 9f 98 80 08
            01 00 0c 04 ff ff ff c0""";

    private static final int UTF8MB4 = 255;
    private static final int BINARY = 63;
    private static final int LATIN1 = 8;

    @Test
    void vectorsHaveACharacterSetToo() {
        byte[] bytes = HexFormat.of().parseHex(FROM_MYSQL_9_7.replaceAll("\\s+", ""));
        TableMap map = TableMap.read(new Payload().over(bytes, 0, bytes.length), Flavor.MYSQL);
        assertThat(map.names()).hasSize(26);
        int vector = map.names().indexOf("ve");
        assertThat(map.types[vector]).isEqualTo(ColumnTypes.VECTOR);
        assertThat(map.collation(map.names().indexOf("v"))).isEqualTo(UTF8MB4);
        assertThat(map.collation(map.names().indexOf("bl"))).isEqualTo(BINARY);
        assertThat(map.collation(vector)).isEqualTo(BINARY);
        assertThat(map.collation(map.names().indexOf("l1"))).isEqualTo(LATIN1);
        assertThat(map.labels(map.names().indexOf("e")))
                .extracting(label -> new String(label, UTF_8))
                .containsExactly("a", "😀");
        assertThat(map.isUnsigned(0)).isTrue();
        assertThat(map.isUnsigned(1)).isFalse();
        assertThat(map.documents().stream().boxed()).containsExactly(map.names().indexOf("j"));
    }
}
