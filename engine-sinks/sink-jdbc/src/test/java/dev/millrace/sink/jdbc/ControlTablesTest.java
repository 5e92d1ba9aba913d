package dev.millrace.sink.jdbc;

import dev.millrace.model.TableId;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ControlTablesTest {
    private final ControlTables tables = new ControlTables(new PlainDialect(), "", "orders");

    @Test
    void liveInTheDefaultSchemaUnlessToldOtherwise() {
        assertThat(tables.id(ControlTable.TASK)).isEqualTo(new TableId("home", "millrace_task"));
        assertThat(new ControlTables(new PlainDialect(), "dms", "orders").id(ControlTable.TXN_STATE))
                .isEqualTo(new TableId("dms", "awsdms_txn_state"));
    }

    @Test
    void checkpointMovesOnlyUnderItsFence() {
        assertThat(tables.moveCheckpoint())
                .isEqualTo(
                        "UPDATE \"home\".\"millrace_task\" SET \"checkpoint\" = ?, \"commit_time\" = ?, \"changes\" = ?"
                                + " WHERE \"task\" = ? AND \"fence\" = ?");
        assertThat(tables.holdFence())
                .isEqualTo("SELECT 1 FROM \"home\".\"millrace_task\" WHERE \"task\" = ? AND \"fence\" = ? FOR SHARE");
    }

    @Test
    void chunkIsMarkedOnce() {
        assertThat(tables.markChunkDone()).endsWith("AND \"chunk\" = ? AND \"row_count\" IS NULL");
    }

    @Test
    void txnStateHasColumnsInTheCaseOfDms() {
        assertThat(tables.updateTxnState())
                .isEqualTo("UPDATE \"home\".\"awsdms_txn_state\" SET \"STATE_TIME\" = ?, \"CHECKPOINT\" = ?"
                        + " WHERE \"SERVER_NAME\" = ? AND \"TASK_NAME\" = ?");
    }

    @Test
    void namesAndCheckpointsAreCutToTheWidthOfDmsColumns() {
        String longName = "t".repeat(200);
        assertThat(new ControlTables(new PlainDialect(), "", longName).dmsTaskName())
                .hasSize(128);
        assertThat(new ControlTables(new PlainDialect(), "", longName).taskName())
                .hasSize(200);
        assertThat(ControlTables.dmsCheckpoint("g".repeat(3000))).hasSize(1024).startsWith("millrace:1:g");
    }
}
