package dev.millrace.source.postgres;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.CaptureStart;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Source;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A server that was promoted goes on with its slots if it has all that was read, and says so if it has not. */
final class FailoverIT extends PostgresContract {
    FailoverIT() {
        super(CURRENT);
    }

    private void promote() throws Exception {
        server.stop();
        Files.createFile(server.dataDirectory().resolve("standby.signal"));
        server.start();
        database.reconnect();
        assertThat(database.value("SELECT pg_is_in_recovery()")).isEqualTo("t");
        database.execute("SELECT pg_promote()");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> database.value("SELECT pg_is_in_recovery()").equals("f"));
    }

    @Test
    void onlyAHistoryThatHoldsThePositionIsGoneOnWith() throws Exception {
        database.execute("CREATE TABLE t (id int PRIMARY KEY)");
        try (Source source = database.source("failover")) {
            List<TableSchema> tables = source.tables(id -> true);
            SourcePosition from = source.beginCapture(tables, new CaptureStart.Now());
            database.execute("INSERT INTO t VALUES (1)");
            SourcePosition end = source.currentPosition();
            assertThat(end.encode()).endsWith(".1");
            try (ChangeReader reader = source.openReader(from, tables)) {
                assertThat(Changes.lines(Changes.until(reader, end))).containsExactly("insert t (1)");
                reader.acknowledge(end);
            }
            promote();
            database.execute("INSERT INTO t VALUES (2)");
            SourcePosition promoted = await().ignoreExceptions().until(source::currentPosition, position -> true);
            assertThat(promoted.encode()).endsWith(".2");
            SourcePosition lost = source.parsePosition(end.encode().replaceFirst("^[^@]*", "FF/0"));
            assertThatThrownBy(() -> await().ignoreExceptionsMatching(FailoverIT::isRetryable)
                            .until(() -> source.openReader(lost, tables) != null))
                    .isInstanceOfSatisfying(
                            ReplicationException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_HISTORY_CHANGED))
                    .hasMessageContaining("promoted at");
            try (ChangeReader reader = source.openReader(end, tables)) {
                assertThat(Changes.lines(Changes.until(reader, promoted))).containsExactly("insert t (2)");
            }
        }
    }

    private static boolean isRetryable(Throwable failure) {
        return failure instanceof ReplicationException replication && replication.isRetryable();
    }
}
