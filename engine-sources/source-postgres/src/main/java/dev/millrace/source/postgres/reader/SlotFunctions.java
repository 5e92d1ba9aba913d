package dev.millrace.source.postgres.reader;

import dev.millrace.source.postgres.capture.CaptureSetup;
import dev.millrace.source.postgres.connection.PostgresConnections;
import dev.millrace.source.postgres.connection.Sql;
import dev.millrace.source.postgres.decoding.EventBuffer;
import dev.millrace.source.postgres.decoding.PgOutputDecoder;
import dev.millrace.source.postgres.position.LogSequenceNumber;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;

/**
 * Reads the log in bulk by {@code pg_logical_slot_get_binary_changes}. The function moves its slot, so it is called on a temporary
 * copy that ends with this connection; the slot itself is moved only to what the engine has acknowledged. Changes come through a
 * {@code COPY} in binary format, so the client holds no more than a batch of them.
 */
final class SlotFunctions implements LogChannel {
    private static final int BATCH_EVENTS = 8192;
    private static final long BATCH_BYTES = 2 << 20;

    /** A call whose client has gone ends within a second, on servers that can notice it. */
    private static final String SETTINGS = """
            SET work_mem = '64MB';
            DO $$ BEGIN
                PERFORM set_config('client_connection_check_interval', '1000', false);
            EXCEPTION WHEN OTHERS THEN NULL;
            END $$""";

    private static final String STATE = "SELECT restart_lsn - '0/0'::pg_lsn, confirmed_flush_lsn - '0/0'::pg_lsn,"
            + " pg_current_wal_flush_lsn() - '0/0'::pg_lsn FROM pg_replication_slots WHERE slot_name = ";

    private final Connection connection;
    private final String copySlot;
    private final String publication;
    private final PgOutputDecoder decoder;
    private final ReadPolicy policy;
    private final SlotAdvance advance;
    private @Nullable CopyOut copy;
    private final BinaryCopy rows = new BinaryCopy();
    private long restart;
    private long reached;
    private long end;

    private SlotFunctions(
            Connection connection,
            String copySlot,
            String publication,
            PgOutputDecoder decoder,
            ReadPolicy policy,
            SlotAdvance advance) {
        this.connection = connection;
        this.copySlot = copySlot;
        this.publication = publication;
        this.decoder = decoder;
        this.policy = policy;
        this.advance = advance;
    }

    /** @param from what lies before was read */
    static SlotFunctions open(
            PostgresConnections connections,
            String slot,
            String publication,
            long from,
            PgOutputDecoder decoder,
            ReadPolicy policy)
            throws SQLException {
        Connection connection = connections.openBulk("reader-bulk");
        String copySlot = CaptureSetup.temporaryName(slot);
        try (Statement statement = connection.createStatement()) {
            statement.execute(SETTINGS);
            statement.execute("SELECT pg_copy_logical_replication_slot(" + Sql.literal(slot) + ", "
                    + Sql.literal(copySlot) + ", true)");
            SlotFunctions functions = new SlotFunctions(
                    connection, copySlot, publication, decoder, policy, new SlotAdvance(connections, slot));
            functions.readState();
            if (Long.compareUnsigned(from, functions.reached) > 0) {
                statement.execute(SlotAdvance.statement(copySlot, from));
                functions.readState();
            }
            return functions;
        } catch (SQLException | RuntimeException failure) {
            PostgresConnections.abort(connection);
            throw failure;
        }
    }

    private void readState() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(STATE + Sql.literal(copySlot))) {
            if (!row.next()) {
                throw new SQLException("replication slot " + copySlot + " does not exist", "42704");
            }
            restart = row.getLong(1);
            reached = row.getLong(2);
            end = row.getLong(3);
        }
    }

    @Override
    public boolean isExhausted() {
        return copy == null && !decoder.inTransaction() && !policy.staysWithFunctions(reached, restart, end);
    }

    @Override
    public boolean read(EventBuffer into, boolean upToCommit) throws SQLException {
        CopyOut from = copy;
        if (from == null) {
            if (isExhausted()) {
                return false;
            }
            from = PostgresConnections.driver(connection).getCopyAPI().copyOut(changes());
            copy = from;
            rows.begin();
        }
        while (into.size() < BATCH_EVENTS && into.byteSize() < BATCH_BYTES) {
            byte[] message = from.readFromCopy();
            if (message == null) {
                copy = null;
                readState();
                break;
            }
            rows.decode(message, decoder, into);
            if (upToCommit && !decoder.inTransaction()) {
                break;
            }
        }
        return true;
    }

    private String changes() {
        return changes(
                copySlot,
                LogSequenceNumber.text(reached + policy.stretchBytes(reached, restart)),
                policy.changes(reached, restart),
                publication);
    }

    static String changes(String slot, String upTo, long changes, String publication) {
        return "COPY (SELECT data FROM pg_logical_slot_get_binary_changes(" + Sql.literal(slot) + ", '" + upTo + "', "
                + changes + ", 'proto_version', '1', 'publication_names', " + Sql.literal(Sql.name(publication))
                + ")) TO STDOUT (FORMAT binary)";
    }

    /** Between calls that is what the call has passed, changes or not. */
    @Override
    public long reached() {
        boolean between = copy == null && !decoder.inTransaction();
        return between && Long.compareUnsigned(reached, decoder.reached()) > 0 ? reached : decoder.reached();
    }

    @Override
    public void report(long acknowledged, boolean atOnce) throws SQLException {
        advance.to(acknowledged, atOnce);
    }

    @Override
    public void abort() {
        PostgresConnections.abort(connection);
        advance.close();
    }

    @Override
    public void close() {
        abort();
    }
}
