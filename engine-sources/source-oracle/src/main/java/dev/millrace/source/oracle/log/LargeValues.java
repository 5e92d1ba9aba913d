package dev.millrace.source.oracle.log;

import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.source.oracle.server.Connections;
import dev.millrace.source.oracle.server.ServerErrors;
import dev.millrace.source.oracle.server.Sql;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server for large values where the log shows only that they were written. A value is read as of the commit of its transaction; where the server's
 * undo does not reach back so far, as it is now, which later changes in the log account for. Belongs to one thread, but for {@link #close}.
 */
final class LargeValues implements AutoCloseable {
    /** Conditions are the log's own, and these are the forms that Debezium has LogMiner write. */
    private static final String FORMS = "ALTER SESSION SET NLS_DATE_FORMAT = 'YYYY-MM-DD HH24:MI:SS'"
            + " NLS_TIMESTAMP_FORMAT = 'YYYY-MM-DD HH24:MI:SS.FF9'"
            + " NLS_TIMESTAMP_TZ_FORMAT = 'YYYY-MM-DD HH24:MI:SS.FF9 TZH:TZM' NLS_NUMERIC_CHARACTERS = '.,'";

    /** Statements differ in nothing but the number and the key, so the server is to parse them once. */
    private static final String ALIKE = "ALTER SESSION SET CURSOR_SHARING = FORCE";

    /**
     * Undo that is gone (ORA-01555, ORA-22924), a number that is too old or unknown (ORA-08180, ORA-08181), and a table that has been defined anew since
     * (ORA-01466).
     */
    private static final Set<Integer> TOO_LONG_AGO = Set.of(1555, 22924, 8180, 8181, 1466);

    private final Connections connections;
    private final LargeValueMarker marker;
    private final String unavailable;
    private volatile @Nullable Connection connection;

    /** @param unavailable what Debezium tells instead of a value that an update has not changed */
    LargeValues(Connections connections, LargeValueMarker marker, String unavailable) {
        this.connections = connections;
        this.marker = marker;
        this.unavailable = unavailable;
    }

    /** Replaces the markers of a change. */
    void complete(Struct change) {
        Struct after = change.getStruct("after");
        if (after == null) {
            return;
        }
        for (Field field : after.schema().fields()) {
            Schema.Type type = field.schema().type();
            if (type == Schema.Type.STRING || type == Schema.Type.BYTES) {
                Optional<String> key = marker.key(after.get(field));
                key.ifPresent(condition -> after.put(field, value(change, field, condition)));
            }
        }
    }

    private @Nullable Object value(Struct change, Field field, String key) {
        Struct source = change.getStruct("source");
        TableId table = new TableId(source.getString("schema"), source.getString("table"));
        String select = "SELECT " + Sql.name(field.name()) + " FROM " + Sql.table(table);
        boolean isNew = change.getString("op").equals("c");
        try {
            try {
                return read(
                        select + " AS OF SCN " + Long.parseLong(source.getString("commit_scn")) + " WHERE " + key,
                        field,
                        isNew);
            } catch (SQLException failure) {
                if (!TOO_LONG_AGO.contains(failure.getErrorCode())) {
                    throw failure;
                }
                return read(select + " WHERE " + key, field, isNew);
            }
        } catch (SQLException failure) {
            ReplicationException told =
                    ServerErrors.of("reading " + field.name() + " of a changed row of table " + table, failure);
            close();
            throw told;
        }
    }

    private @Nullable Object read(String sql, Field field, boolean isNew) throws SQLException {
        boolean isText = field.schema().type() == Schema.Type.STRING;
        try (Statement statement = connection().createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            if (!rows.next()) {
                return ofRowThatIsGone(field, isNew);
            }
            if (isText) {
                String text = rows.getString(1);
                return text == null || text.isEmpty() ? nothing(field, text != null) : text;
            }
            byte[] bytes = rows.getBytes(1);
            return bytes == null || bytes.length == 0 ? nothing(field, bytes != null) : ByteBuffer.wrap(bytes);
        }
    }

    /** The row was deleted or got another key since, which the log tells later; so its value is of no use but to fill a place. */
    private @Nullable Object ofRowThatIsGone(Field field, boolean isNew) {
        if (isNew) {
            return nothing(field, true);
        }
        return field.schema().type() == Schema.Type.STRING
                ? unavailable
                : ByteBuffer.wrap(unavailable.getBytes(StandardCharsets.UTF_8));
    }

    /** As Debezium tells values without content. */
    private static @Nullable Object nothing(Field field, boolean isThere) {
        if (field.schema().isOptional() || !isThere) {
            return null;
        }
        return field.schema().type() == Schema.Type.STRING ? "" : ByteBuffer.allocate(0);
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = connections.open();
            try (Statement statement = open.createStatement()) {
                statement.execute(FORMS);
                statement.execute(ALIKE);
            }
            connection = open;
        }
        return open;
    }

    /** Cuts what is under way. Thread-safe. */
    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            connections.cut(open);
        }
    }
}
