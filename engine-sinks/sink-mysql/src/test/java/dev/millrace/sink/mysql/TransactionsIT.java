package dev.millrace.sink.mysql;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.Row;
import dev.millrace.spi.Finding;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.LoadWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.millrace.sink.mysql.Rows.ABSENT;
import static dev.millrace.sink.mysql.TargetFixture.checkpoint;
import static dev.millrace.sink.mysql.TargetFixture.insert;
import static dev.millrace.sink.mysql.TargetFixture.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Rows, checkpoint and fence are committed together or not at all. */
@ParameterizedClass
@EnumSource(TargetServer.class)
class TransactionsIT extends TargetTest {
    TransactionsIT(TargetServer server) {
        super(server);
    }

    @Test
    void sessionKilledInMidTransactionLeavesNothing() throws SQLException {
        target.load(ITEMS, items(0, 1));
        ChangeWriter writer = target.sink.openChangeWriter(target.fence);
        writer.apply(insert(ITEMS, items(100, 900)));
        LoadWriter load = target.sink.openLoadWriter(ITEMS, target.fence);
        load.write(items(1000, 1100));
        for (String id : target.query(
                "SELECT id FROM information_schema.PROCESSLIST WHERE id <> CONNECTION_ID() AND user = 'root'")) {
            target.run("KILL " + id);
        }
        assertThatThrownBy(() -> writer.commit(checkpoint("7")))
                .isInstanceOfSatisfying(
                        ReplicationException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TARGET_CONNECTION_LOST));
        writer.rollback();
        load.rollback();
        assertThat(target.query("SELECT id FROM shop.items")).containsExactly("0");
        writer.apply(insert(ITEMS, items(1, 3)));
        writer.commit(checkpoint("8"));
        writer.close();
        load.close();
        assertThat(target.query("SELECT id FROM shop.items")).containsExactly("0", "1", "2");
        assertThat(target.sink.taskStore().checkpoint().orElseThrow()).isEqualTo(checkpoint("8"));
    }

    @Test
    void controlTablesHaveTheColumnsOfDms() throws SQLException {
        assertThat(
                        target.query(
                                "SELECT COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE FROM information_schema.COLUMNS"
                                        + " WHERE TABLE_SCHEMA = 'awsdms_control' AND TABLE_NAME = 'awsdms_txn_state' ORDER BY ORDINAL_POSITION"))
                .containsExactly(
                        "SERVER_NAME|varchar(128)|NO",
                        "TASK_NAME|varchar(128)|NO",
                        "STATE_TIME|datetime|NO",
                        "CHECKPOINT|varchar(1024)|NO");
        assertThat(
                        target.query(
                                "SELECT INDEX_NAME, NON_UNIQUE, COLUMN_NAME FROM information_schema.STATISTICS"
                                        + " WHERE TABLE_SCHEMA = 'awsdms_control' AND TABLE_NAME = 'awsdms_txn_state' ORDER BY SEQ_IN_INDEX"))
                .containsExactly(
                        "awsdms_txn_state_task_recovery_index|0|SERVER_NAME",
                        "awsdms_txn_state_task_recovery_index|0|TASK_NAME");
        try (ChangeWriter writer = target.sink.openChangeWriter(target.fence)) {
            writer.commit(checkpoint("it's \\ 42"));
        }
        assertThat(target.single("SELECT CHECKPOINT FROM awsdms_control.awsdms_txn_state WHERE TASK_NAME = 'orders'"))
                .isEqualTo("millrace:1:it's \\ 42");
        assertThat(target.sink.taskStore().checkpoint().orElseThrow()).isEqualTo(checkpoint("it's \\ 42"));
    }

    @Test
    void writesByInsertWhereLoadDataIsForbidden() throws SQLException {
        target.run("SET GLOBAL local_infile = 0");
        try (TargetFixture slow = new TargetFixture(server, "slow", Map.of())) {
            assertThat(slow.sink.check(List.of(ITEMS)))
                    .extracting(Finding::remedy)
                    .contains("SET GLOBAL local_infile=1");
            slow.load(ITEMS, items(0, 300));
            try (ChangeWriter writer = slow.sink.openChangeWriter(slow.fence)) {
                List<Row> changed = IntStream.range(0, 200)
                        .mapToObj(i -> Rows.of(i, "é", ABSENT))
                        .toList();
                assertThat(writer.apply(update(ITEMS, ids(0, 200), changed))).isEqualTo(200);
                assertThat(writer.apply(insert(ITEMS, items(300, 400)))).isEqualTo(100);
                writer.commit(checkpoint("1"));
            }
            assertThat(slow.single("SELECT COUNT(*), SUM(name = 'é') FROM shop.items"))
                    .isEqualTo("400|200");
        } finally {
            target.run("SET GLOBAL local_infile = 1");
        }
    }
}
