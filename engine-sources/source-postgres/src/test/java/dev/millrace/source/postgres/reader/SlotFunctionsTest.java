package dev.millrace.source.postgres.reader;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.source.postgres.connection.PostgresConnections;
import dev.millrace.source.postgres.decoding.EventBuffer;
import dev.millrace.source.postgres.decoding.PgOutputDecoder;
import dev.millrace.source.postgres.decoding.RelationResolver.Resolution;
import dev.millrace.source.postgres.position.LogSequenceNumber;
import dev.millrace.source.postgres.position.ServerIdentity;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.SslMode;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the bulk reader tells of its progress while it receives ahead of what it has decoded. */
final class SlotFunctionsTest {
    private static final long MB = 1 << 20;
    private static final long END = 1000 * MB;

    private final PgOutputDecoder decoder = new PgOutputDecoder(
            described -> Resolution.NOT_REPLICATED,
            new LogSequenceNumber(5, ServerIdentity.UNKNOWN),
            ServerIdentity.UNKNOWN);
    private final ScriptedCalls calls = new ScriptedCalls();
    private final EventBuffer events = new EventBuffer();
    private final SlotFunctions functions = new SlotFunctions(
            calls,
            at(10),
            decoder,
            ReadPolicy.of(EndpointSettings.none()),
            new SlotAdvance(new PostgresConnections(nowhere(), "test"), "slot"),
            "functions-test/reader-bulk");

    @AfterEach
    void close() {
        functions.close();
    }

    private static Endpoint nowhere() {
        return new Endpoint("postgres", "localhost", 1, "d", "u", null, SslMode.NONE, null, EndpointSettings.none());
    }

    private static SlotState at(long reached) {
        return new SlotState(0, reached, END);
    }

    private static byte[] begin(long position) {
        return ByteBuffer.allocate(21).put((byte) 'B').putLong(position).array();
    }

    private static byte[] commit(long position, long end) {
        return ByteBuffer.allocate(26)
                .put((byte) 'C')
                .put((byte) 0)
                .putLong(position)
                .putLong(end)
                .array();
    }

    private void read(boolean upToCommit) throws SQLException {
        boolean any = false;
        while (!any) {
            any = functions.read(events, upToCommit);
        }
    }

    @Test
    void tellsOfWhatWasDecodedNeverOfWhatWasOnlyReceived() throws Exception {
        calls.call(at(100), ScriptedCalls.copy(begin(20), commit(20, 30), begin(40), commit(40, 50)));
        calls.call(at(200));
        calls.call(at(300), ScriptedCalls.copy(begin(210), commit(210, 220)));
        assertThat(functions.reached()).isEqualTo(10);
        read(true);
        calls.hanging.await();
        assertThat(functions.reached()).isEqualTo(30);
        read(true);
        assertThat(functions.reached()).isEqualTo(50);
        assertThat(functions.isExhausted()).isFalse();
        read(false);
        assertThat(functions.reached()).isEqualTo(100);
        read(false);
        assertThat(functions.reached()).isEqualTo(200);
        read(false);
        assertThat(functions.reached()).isEqualTo(300);
        assertThat(functions.read(events, false)).isFalse();
        assertThat(functions.reached()).isEqualTo(300);
    }

    @Test
    void isExhaustedOnlyOnceAllIsDecoded() throws Exception {
        calls.call(at(100), ScriptedCalls.copy(begin(20), commit(20, 30)));
        calls.call(at(END - MB), ScriptedCalls.copy(begin(110), commit(110, 120)));
        read(false);
        Awaitility.await().until(() -> calls.received.get() == 6);
        assertThat(functions.reached()).isEqualTo(100);
        assertThat(functions.isExhausted()).isFalse();
        while (decoder.reached() < 120) {
            read(true);
        }
        assertThat(functions.isExhausted()).isFalse();
        assertThat(functions.reached()).isEqualTo(120);
        read(false);
        assertThat(functions.isExhausted()).isTrue();
        assertThat(functions.reached()).isEqualTo(END - MB);
        assertThat(functions.read(events, false)).isFalse();
    }

    @Test
    void aCallThatEndsWithinATransactionIsNoProgress() {
        calls.call(at(100), ScriptedCalls.copy(begin(20)));
        assertThatThrownBy(() -> read(false))
                .isInstanceOfSatisfying(
                        ReplicationException.class,
                        broken -> assertThat(broken.code()).isEqualTo(ErrorCode.SOURCE_LOG_UNREADABLE));
        assertThat(functions.reached()).isEqualTo(5);
    }
}
