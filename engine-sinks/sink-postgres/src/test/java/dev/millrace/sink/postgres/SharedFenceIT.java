package dev.millrace.sink.postgres;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.sink.jdbc.ControlTables;
import dev.millrace.spi.sink.AppliedRange;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.Sink;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.millrace.sink.postgres.Target.checkpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Who waits for whom at the fence: commits of one instance share it, a takeover has it alone. */
@ParameterizedClass
@MethodSource("dev.millrace.sink.postgres.TargetServers#majorVersions")
class SharedFenceIT {
    private static final AppliedRange RANGE = new AppliedRange(1, "0/1", "0/2");

    private final Target target;

    SharedFenceIT(int version) {
        target = new Target(version);
    }

    @AfterEach
    void close() {
        target.close();
    }

    @Test
    void commitsOfOneInstanceDoNotWaitForEachOther()
            throws SQLException, InterruptedException, ExecutionException, TimeoutException {
        Sink sink = target.open("task", target.endpoint(Map.of()));
        Fence fence = begin(sink);
        ControlTables tables = new ControlTables(new PostgresDialect("postgres"), "", "task");
        try (Connection other = connect();
                PreparedStatement hold = other.prepareStatement(tables.holdFence());
                ChangeWriter writer = sink.openChangeWriter(fence)) {
            other.setAutoCommit(false);
            hold.setString(1, "task");
            hold.setLong(2, fence.number());
            assertThat(hold.executeQuery().next()).isTrue();
            CompletableFuture.runAsync(() -> {
                        writer.commitAhead(RANGE);
                        writer.commit(checkpoint("0/2"), List.of(RANGE));
                    })
                    .get(20, TimeUnit.SECONDS);
            other.rollback();
        }
        assertThat(sink.taskStore().checkpoint()).contains(checkpoint("0/2"));
    }

    @Test
    void commitAheadThatMeetsATakeoverIsFenced() throws SQLException {
        Sink sink = target.open("task", target.endpoint(Map.of()));
        Fence fence = begin(sink);
        try (Connection other = connect();
                Statement takeover = other.createStatement();
                ChangeWriter writer = sink.openChangeWriter(fence)) {
            other.setAutoCommit(false);
            takeover.execute("SELECT fence FROM public.millrace_task WHERE task = 'task' FOR UPDATE");
            takeover.execute("UPDATE public.millrace_task SET fence = fence + 1 WHERE task = 'task'");
            CompletableFuture<Void> ahead = CompletableFuture.runAsync(() -> writer.commitAhead(RANGE));
            await().atMost(20, TimeUnit.SECONDS)
                    .until(() -> target.rows("SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
                                    + " AND wait_event_type = 'Lock'")
                            .equals(List.of("1")));
            other.commit();
            assertThatThrownBy(() -> ahead.get(20, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            ReplicationException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.FENCED));
        }
        assertThat(sink.taskStore().appliedRanges()).isEmpty();
    }

    private Connection connect() throws SQLException {
        return new PostgresConnector(target.endpoint(Map.of()), "other").open(PostgresConnector.APPLY);
    }

    private static Fence begin(Sink sink) {
        Fence fence = sink.taskStore().acquire();
        sink.taskStore().begin(fence, checkpoint("0/0"));
        return fence;
    }
}
