package dev.millrace.sink.jdbc;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.spi.sink.AppliedRange;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TargetTransactionTest {
    private static final Checkpoint CHECKPOINT = new Checkpoint("0/1", Instant.EPOCH);

    private final Deque<ScriptedConnection> scripted = new ArrayDeque<>();
    private final TargetConnections connections =
            new TargetConnections(new PlainDialect(), role -> scripted.remove().connection());

    @Test
    void commitRunsUnderTheFenceOnTheSameConnection() {
        ScriptedConnection only = add(new ScriptedConnection());
        TargetTransaction<Connection> transaction = transaction();
        assertThat(transaction.<Integer>run("can't work", session -> 3)).isEqualTo(3);
        transaction.commit(CHECKPOINT, List.of());
        transaction.close();
        assertThat(only.calls).containsExactly("setAutoCommit", "commit", "close");
    }

    @Test
    void failedTransactionIsGoodForRollbackOnly() {
        ScriptedConnection only = add(new ScriptedConnection());
        TargetTransaction<Connection> transaction = transaction();
        assertThatThrownBy(() -> failWith(transaction, "23505"))
                .isInstanceOfSatisfying(
                        ReplicationException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TARGET_CONSTRAINT_VIOLATED));
        assertThatThrownBy(() -> transaction.commit(CHECKPOINT, List.of())).hasMessageContaining("was not rolled back");
        transaction.rollback();
        transaction.commit(CHECKPOINT, List.of());
        assertThat(only.calls).containsExactly("setAutoCommit", "rollback", "commit");
    }

    @Test
    void brokenConnectionIsCutAndReplaced() {
        ScriptedConnection broken = add(new ScriptedConnection());
        ScriptedConnection fresh = add(new ScriptedConnection());
        TargetTransaction<Connection> transaction = transaction();
        assertThatThrownBy(() -> failWith(transaction, "08006")).hasMessageContaining("can't work");
        transaction.rollback();
        transaction.commit(CHECKPOINT, List.of());
        assertThat(broken.calls).containsExactly("setAutoCommit", "abort");
        assertThat(fresh.calls).containsExactly("setAutoCommit", "commit");
    }

    @Test
    void rollbackNeverThrows() {
        ScriptedConnection broken = add(new ScriptedConnection().failing("rollback", "08006"));
        TargetTransaction<Connection> transaction = transaction();
        transaction.<Integer>run("can't work", session -> 1);
        transaction.rollback();
        assertThat(broken.calls).containsExactly("setAutoCommit", "rollback", "abort");
    }

    @Test
    void closingTheSinkCutsEveryConnection() {
        ScriptedConnection only = add(new ScriptedConnection());
        TargetTransaction<Connection> transaction = transaction();
        transaction.<Integer>run("can't work", session -> 1);
        connections.close();
        assertThat(only.calls).endsWith("abort");
        assertThatThrownBy(() -> connections.open("late")).hasMessageContaining("the sink is closed");
    }

    private ScriptedConnection add(ScriptedConnection connection) {
        scripted.add(connection);
        return connection;
    }

    private TargetTransaction<Connection> transaction() {
        return new TargetTransaction<>(
                connections, new UnfencedCommit(), refusals(), new Fence(1), "apply", session -> session);
    }

    private static RefusalRecords refusals() {
        PlainDialect dialect = new PlainDialect();
        return new RefusalRecords(
                new ControlTables(dialect, "control", "task"), dialect, UnaryOperator.identity(), Clock.systemUTC());
    }

    private static void failWith(TargetTransaction<Connection> transaction, String state) {
        transaction.<List<String>>run("can't work", session -> {
            throw new SQLException("no", state);
        });
    }

    private static final class UnfencedCommit implements FencedCommit {
        @Override
        public void commit(Connection connection, Fence fence, Checkpoint checkpoint, List<AppliedRange> covered)
                throws SQLException {
            connection.commit();
        }

        @Override
        public void commitAhead(Connection connection, Fence fence, AppliedRange range) throws SQLException {
            connection.commit();
        }

        @Override
        public void commit(Connection connection, Fence fence, TableId source, int chunkOrdinal, ChunkDone done)
                throws SQLException {
            connection.commit();
        }
    }
}
