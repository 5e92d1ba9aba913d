package dev.millrace.source.postgres.reader;

import dev.millrace.source.postgres.capture.CaptureSetup;
import dev.millrace.source.postgres.connection.PostgresConnections;
import dev.millrace.source.postgres.connection.Sql;
import dev.millrace.source.postgres.position.LogSequenceNumber;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;

/**
 * A session with a temporary copy of a slot, read by {@code pg_logical_slot_get_binary_changes}: the function moves the slot that it
 * reads. The copy ends with the session. Used by one thread at a time, but for {@link #abort}.
 */
final class SlotCopy {
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
    private final String slot;
    private final String publication;
    private @Nullable String name;

    private SlotCopy(Connection connection, String slot, String publication) {
        this.connection = connection;
        this.slot = slot;
        this.publication = publication;
    }

    /** @param slot the slot that all copies come from, be it over others */
    static SlotCopy open(PostgresConnections connections, String role, String slot, String publication)
            throws SQLException {
        Connection connection = connections.openBulk(role);
        try (Statement statement = connection.createStatement()) {
            statement.execute(SETTINGS);
            return new SlotCopy(connection, slot, publication);
        } catch (SQLException | RuntimeException failure) {
            PostgresConnections.abort(connection);
            throw failure;
        }
    }

    /** Stands where the slot stands, or at a later position. */
    void begin(long from) throws SQLException {
        copy(slot);
        if (Long.compareUnsigned(from, state().reached()) > 0) {
            execute(SlotAdvance.statement(name(), from));
        }
    }

    /** Stands where another copy stands, whose call has begun to send. */
    void follow(SlotCopy other) throws SQLException {
        if (name != null) {
            execute("SELECT pg_drop_replication_slot(" + Sql.literal(name()) + ")");
            name = null;
        }
        copy(other.name());
    }

    private void copy(String from) throws SQLException {
        String copied = CaptureSetup.temporaryName(slot);
        execute("SELECT pg_copy_logical_replication_slot(" + Sql.literal(from) + ", " + Sql.literal(copied)
                + ", true)");
        name = copied;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    SlotState state() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(STATE + Sql.literal(name()))) {
            if (!row.next()) {
                throw new SQLException("replication slot " + name + " does not exist", "42704");
            }
            return new SlotState(row.getLong(1), row.getLong(2), row.getLong(3));
        }
    }

    private String name() {
        if (name == null) {
            throw new IllegalStateException("no copy was made of slot " + slot);
        }
        return name;
    }

    /**
     * Has the server decode the log; returns when it begins to send. The copy stands behind the call then.
     *
     * @param upTo where the call ends, with the transaction
     * @param changes after how many messages it ends, with the transaction
     */
    CopyOut read(long upTo, long changes) throws SQLException {
        String sql = changes(name(), LogSequenceNumber.text(upTo), changes, publication);
        return PostgresConnections.driver(connection).getCopyAPI().copyOut(sql);
    }

    static String changes(String slot, String upTo, long changes, String publication) {
        return "COPY (SELECT data FROM pg_logical_slot_get_binary_changes(" + Sql.literal(slot) + ", '" + upTo + "', "
                + changes + ", 'proto_version', '1', 'publication_names', " + Sql.literal(Sql.name(publication))
                + ")) TO STDOUT (FORMAT binary)";
    }

    /** Ends the session at once. Any thread may call it. */
    void abort() {
        PostgresConnections.abort(connection);
    }
}
