package dev.millrace.source.mysql.position;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PositionParserTest {
    private static final String UUID = "3e11fa47-71ca-11e1-9e33-c80aa9429562";

    @Test
    void readsBackWhatItEncodes() {
        for (MySqlPosition position : new MySqlPosition[] {
            new MySqlPosition("mysql-bin.000001", 4, UUID, GtidSet.parse(UUID + ":1-5," + UUID + ":tag:3")),
            new MySqlPosition("mysql-bin.000001", 5_000_000_000L, UUID, null),
            new MySqlPosition("mariadb.000123", 99, "", GtidPosition.parse("0-1-5,7-2-18446744073709551615")),
            new MySqlPosition("", 0, UUID, GtidSet.EMPTY),
            new MySqlPosition("b.000001", 4, "", GtidPosition.EMPTY),
            MySqlPosition.NOWHERE
        }) {
            assertThat(PositionParser.parse(position.encode())).isEqualTo(position);
        }
    }

    @Test
    void showsItsPlaceAlone() {
        assertThat(new MySqlPosition("mysql-bin.000001", 4, UUID, GtidSet.parse(UUID + ":1-5")).display())
                .isEqualTo("mysql-bin.000001:4");
        assertThat(new MySqlPosition("", 0, UUID, GtidPosition.parse("0-1-5")).display())
                .isEqualTo("0-1-5");
    }

    @Test
    void readsNativeForms() {
        assertThat(PositionParser.parse(" mysql-bin-changelog.000024:373 "))
                .isEqualTo(new MySqlPosition("mysql-bin-changelog.000024", 373, "", null));
        assertThat(PositionParser.parse(UUID + ":1-9"))
                .isEqualTo(new MySqlPosition("", 0, "", GtidSet.parse(UUID + ":1-9")));
        assertThat(PositionParser.parse("0-1-9, 1-2-5"))
                .isEqualTo(new MySqlPosition("", 0, "", GtidPosition.parse("0-1-9,1-2-5")));
    }

    /** The place that lies between transactions is the last one in it. */
    @Test
    void readsTheCheckpointOfDms() {
        String text =
                "checkpoint:V1#27#mysql-bin-changelog.157832:1975:-1:2002:677883278264080:mysql-bin-changelog.157832:1876#0#0#*#0#93";
        assertThat(PositionParser.parse(text))
                .isEqualTo(new MySqlPosition("mysql-bin-changelog.157832", 1876, "", null));
    }

    @Test
    void refusesOtherTexts() {
        for (String text :
                new String[] {"nonsense", "4AF/B00000D0", "checkpoint:V1#1", "checkpoint:V1#1#x#0", "a.b:12"}) {
            assertThatThrownBy(() -> PositionParser.parse(text))
                    .returns(ErrorCode.START_POSITION_INVALID, failure -> ((ReplicationException) failure).code())
                    .hasMessageContaining(text);
        }
    }

    @Test
    void coversByGtidsElseByFileWithinOneServer() {
        MySqlPosition low = new MySqlPosition("b.000009", 900, UUID, GtidSet.parse(UUID + ":1-5"));
        MySqlPosition high = new MySqlPosition("b.000002", 4, "other", GtidSet.parse(UUID + ":1-6"));
        assertThat(high.covers(low)).isTrue();
        assertThat(low.covers(high)).isFalse();
        MySqlPosition byFile = new MySqlPosition("b.000009", 901, UUID, null);
        assertThat(byFile.covers(low)).isTrue();
        assertThat(low.covers(byFile)).isFalse();
        assertThat(byFile.covers(high)).isFalse();
        assertThat(new MySqlPosition("b.1000000", 4, UUID, null).covers(new MySqlPosition("b.999999", 5, UUID, null)))
                .isTrue();
        MySqlPosition domains = new MySqlPosition("", 0, "", GtidPosition.parse("0-1-5,1-1-3"));
        assertThat(domains.covers(new MySqlPosition("", 0, "", GtidPosition.parse("0-2-5"))))
                .isTrue();
        assertThat(domains.covers(new MySqlPosition("", 0, "", GtidPosition.parse("1-1-4"))))
                .isFalse();
        assertThat(domains.covers(new MySqlPosition("", 0, "", GtidPosition.parse("2-1-1"))))
                .isFalse();
    }
}
