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
 * A temporary copy of the slot, which ends with its connection, read by {@code pg_logical_slot_get_binary_changes}: the function
 * moves the slot that it reads. Changes come through a {@code COPY} in binary format, message by message.
 */
final class SlotCopy implements StretchCalls {
    /** The session's name, and that of the thread that uses it. */
    static final String ROLE = "reader-bulk";

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
    private final String name;
    private final String publication;
    private @Nullable CopyOut copy;

    private SlotCopy(Connection connection, String name, String publication) {
        this.connection = connection;
        this.name = name;
        this.publication = publication;
    }

    static SlotCopy open(PostgresConnections connections, String slot, String publication) throws SQLException {
        Connection connection = connections.openBulk(ROLE);
        String name = CaptureSetup.temporaryName(slot);
        try (Statement statement = connection.createStatement()) {
            statement.execute(SETTINGS);
            statement.execute("SELECT pg_copy_logical_replication_slot(" + Sql.literal(slot) + ", " + Sql.literal(name)
                    + ", true)");
            return new SlotCopy(connection, name, publication);
        } catch (SQLException | RuntimeException failure) {
            PostgresConnections.abort(connection);
            throw failure;
        }
    }

    /** Moves the copy to the position, unless it is there or further already, and tells where it stands then. */
    SlotState startAt(long position) throws SQLException {
        SlotState state = state();
        if (Long.compareUnsigned(position, state.reached()) <= 0) {
            return state;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(SlotAdvance.statement(name, position));
        }
        return state();
    }

    @Override
    public void begin(long upTo, long changes) throws SQLException {
        String call = changes(name, LogSequenceNumber.text(upTo), changes, publication);
        copy = PostgresConnections.driver(connection).getCopyAPI().copyOut(call);
    }

    static String changes(String slot, String upTo, long changes, String publication) {
        return "COPY (SELECT data FROM pg_logical_slot_get_binary_changes(" + Sql.literal(slot) + ", '" + upTo + "', "
                + changes + ", 'proto_version', '1', 'publication_names', " + Sql.literal(Sql.name(publication))
                + ")) TO STDOUT (FORMAT binary)";
    }

    @Override
    public byte @Nullable [] next() throws SQLException {
        CopyOut from = copy;
        byte[] message = from == null ? null : from.readFromCopy();
        if (message == null) {
            copy = null;
        }
        return message;
    }

    @Override
    public SlotState state() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(STATE + Sql.literal(name))) {
            if (!row.next()) {
                throw new SQLException("replication slot " + name + " does not exist", "42704");
            }
            return new SlotState(row.getLong(1), row.getLong(2), row.getLong(3));
        }
    }

    @Override
    public void abort() {
        PostgresConnections.abort(connection);
    }
}
