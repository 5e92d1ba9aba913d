package dev.millrace.source.sqlserver.container;

import dev.millrace.model.TableSchema;
import dev.millrace.testing.contract.SqlSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

import static org.awaitility.Awaitility.await;

/** A session that sets things up. Batches are run to their very end: a procedure's error may stand behind rows and counts. Belongs to one thread. */
final class AdministratorSession implements AutoCloseable {
    private static final int ANSWER_SECONDS = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Connection connection;
    private final SqlSession session;

    /** Takes the connection over, which must commit by itself. */
    AdministratorSession(Connection connection) {
        this.connection = connection;
        this.session = new SqlSession(connection);
    }

    /** Runs batches one after the other. */
    void run(String... batches) {
        for (String batch : batches) {
            try {
                runToItsEnd(batch);
            } catch (SQLException failure) {
                throw new IllegalStateException(
                        "the server refuses " + batch + ": " + failure.getMessage() + " (error "
                                + failure.getErrorCode() + ")",
                        failure);
            }
        }
    }

    private void runToItsEnd(String batch) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.setQueryTimeout(ANSWER_SECONDS);
            boolean rows = statement.execute(batch);
            while (rows || statement.getUpdateCount() != -1) {
                rows = statement.getMoreResults();
            }
        }
    }

    /** Whether the server does as the batch says. */
    boolean accepts(String batch) {
        try {
            runToItsEnd(batch);
            return true;
        } catch (SQLException refused) {
            return false;
        }
    }

    /** Runs a batch again while the server refuses it, as it does while its Agent starts or if the capture job wins a deadlock. */
    void runUntilAccepted(String batch) {
        await().atMost(PATIENCE).pollInterval(PAUSE).ignoreExceptions().untilAsserted(() -> run(batch));
    }

    void awaitRows(String query) {
        await(query).atMost(PATIENCE).pollInterval(PAUSE).until(() -> hasRows(query));
    }

    boolean hasRows(String query) {
        return !session.query(query).isEmpty();
    }

    /** Every committed row of a table. */
    List<List<@Nullable String>> rows(TableSchema table) {
        return session.rows(table);
    }

    @Override
    public void close() {
        session.close();
    }
}
