package dev.millrace.source.mysql;

import dev.millrace.model.TableId;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TablePrerequisitesTest {

    /** MySQL 9 has columns of a type that the driver fails on when it only sees it among a result's columns. */
    @Test
    void theCheckOfATableHasNoneOfItsColumnsInItsResult() {
        assertThat(TablePrerequisites.readsEveryColumn(new TableId("d", "t")))
                .isEqualTo("SELECT COUNT(*) FROM (SELECT * FROM `d`.`t` LIMIT 0) every_column");
    }
}
