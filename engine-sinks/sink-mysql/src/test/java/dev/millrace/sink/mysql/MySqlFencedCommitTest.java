package dev.millrace.sink.mysql;

import dev.millrace.sink.jdbc.ControlTables;
import dev.millrace.sink.mysql.dialect.MySqlDialect;
import dev.millrace.sink.mysql.dialect.ServerVersion;
import dev.millrace.spi.sink.AppliedRange;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The statements that end a transaction, word for word. */
class MySqlFencedCommitTest {
    private final MySqlFencedCommit commit = new MySqlFencedCommit(
            new ControlTables(new MySqlDialect(ServerVersion.parse("8.0.31")), "", "order's"), Clock.systemUTC());

    @Test
    void commitsHoldMarkAndFence() {
        Fence fence = new Fence(7);
        AppliedRange range = new AppliedRange(3, "binlog.000004:100", "binlog.000004:'200'");
        Checkpoint checkpoint = new Checkpoint("binlog.000004:300", Instant.ofEpochSecond(1, 2_000));
        Golden.assertMatches(
                "commits.sql",
                List.of(
                        commit.marks(fence, checkpoint, LocalDateTime.of(2026, 11, 22, 10, 0, 5)),
                        commit.forget(List.of(range, new AppliedRange(5, "a", "b"))),
                        commit.markAhead(fence, range)));
    }
}
