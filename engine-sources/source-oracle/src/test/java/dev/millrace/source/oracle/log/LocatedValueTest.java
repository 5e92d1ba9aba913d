package dev.millrace.source.oracle.log;

import dev.millrace.model.TableId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LocatedValueTest {
    private static final String SELECTION =
            "DECLARE \n loc_c CLOB; \n buf_c VARCHAR2(6156); \nBEGIN\n select \"NOTE\" into loc_c from \"HR\".\"ITEMS\""
                    + " where \"ID\" = '1' and \"NAME\" = 'it''s \"A\" and \"B\" for update;' and \"AT\" = TO_DATE('2026-01-01"
                    + " 00:00:00', 'YYYY-MM-DD HH24:MI:SS') and \"X\" IS NULL for update;";

    private static LocatedValue value(String redo) {
        return LocatedValue.in(redo).orElseThrow();
    }

    @Test
    void conditionsEndOutsideOfTexts() {
        assertThat(value(SELECTION).conditions())
                .extracting(LocatedValue.Condition::sql)
                .containsExactly(
                        "\"ID\" = '1'",
                        "\"NAME\" = 'it''s \"A\" and \"B\" for update;'",
                        "\"AT\" = TO_DATE('2026-01-01 00:00:00', 'YYYY-MM-DD HH24:MI:SS')",
                        "\"X\" IS NULL");
    }

    @Test
    void keyIsFoundAmongTheConditions() {
        assertThat(value(SELECTION).where(List.of("ID"))).contains("\"ID\" = '1'");
        assertThat(value(SELECTION).where(List.of("ID", "X"))).contains("\"ID\" = '1' and \"X\" IS NULL");
        assertThat(value(SELECTION).where(List.of("ID", "OTHER"))).isEmpty();
    }

    @Test
    void callBehindTheSelectionDoesNotMatter() {
        LocatedValue block = value(SELECTION + "\n buf_c := 'select \"X\" into loc_b from \"A\".\"B\" where 1'; \n"
                + " dbms_lob.write(loc_c, 5, 1, buf_c);\nEND;");
        assertThat(block).isEqualTo(value(SELECTION));
        assertThat(block.column()).isEqualTo("NOTE");
        assertThat(block.isBinary()).isFalse();
    }

    @Test
    void callAloneSelectsNothing() {
        assertThat(LocatedValue.in("\n buf_c := 'x'; \n  dbms_lob.write(loc_c, 1, 1, buf_c);\n"))
                .isEmpty();
    }

    @Test
    void textThatLooksLikeASelectionSelectsNothing() {
        assertThat(LocatedValue.in("\n buf_c := '" + SELECTION.replace("'", "''")
                        + "'; \n  dbms_lob.write(loc_c, 300, 1, buf_c);\n"))
                .isEmpty();
    }

    @Test
    void markerOfATextTellsTheKey() {
        LargeValueMarker marker = new LargeValueMarker();
        String update = marker.update(new TableId("HR", "ITEMS"), value(SELECTION), "\"ID\" = 'ä'");
        assertThat(update)
                .startsWith("update \"HR\".\"ITEMS\" set \"NOTE\" = 'large value ")
                .endsWith("' where " + value(SELECTION).where() + ";");
        String literal = update.substring(update.indexOf("'") + 1, update.indexOf("' where"));
        assertThat(marker.key(literal)).contains("\"ID\" = 'ä'");
        assertThat(new LargeValueMarker().key(literal)).isEmpty();
    }

    @Test
    void markerOfBytesTellsTheKey() {
        LargeValueMarker marker = new LargeValueMarker();
        LocatedValue bytes = value(SELECTION.replace("into loc_c", "into loc_b"));
        String update = marker.update(new TableId("HR", "ITEMS"), bytes, "\"ID\" = '1'");
        String digits = update.substring(update.indexOf("HEXTORAW('") + 10, update.indexOf("') where"));
        byte[] literal = HexFormat.of().parseHex(digits);
        assertThat(marker.key(literal)).contains("\"ID\" = '1'");
        assertThat(marker.key(ByteBuffer.wrap(literal))).contains("\"ID\" = '1'");
    }

    @Test
    void otherValuesAreNoMarkers() {
        LargeValueMarker marker = new LargeValueMarker();
        assertThat(marker.key(null)).isEmpty();
        assertThat(marker.key("large value")).isEmpty();
        assertThat(marker.key(ByteBuffer.wrap("large".getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo(Optional.empty());
    }
}
