package dev.millrace.sink.jdbc;

import dev.millrace.error.ReplicationException;
import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.refusal.RowImage;
import dev.millrace.spi.sink.RecordedChange;
import dev.millrace.spi.sink.RefusedChange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes refusals down in a writer's open transaction: for people in DMS's {@code awsdms_apply_exceptions}, and in {@link
 * ControlTable#REFUSED_CHANGE} with all that is needed to apply the change later. Immutable and thread-safe.
 */
public final class RefusalRecords {
    private final ControlTables tables;
    private final SqlDialect dialect;
    private final UnaryOperator<TableSchema> placement;
    private final Clock clock;

    /**
     * Records in a task's control tables.
     *
     * @param placement from a wanted schema to that of the table on the target
     */
    public RefusalRecords(ControlTables tables, SqlDialect dialect, UnaryOperator<TableSchema> placement, Clock clock) {
        this.tables = tables;
        this.dialect = dialect;
        this.placement = placement;
        this.clock = clock;
    }

    void record(Connection connection, RefusedChange refused) throws SQLException {
        TableSchema placed = placement.apply(refused.table());
        RefusedStatement statement = new RefusedStatement(dialect, placed, refused);
        try (PreparedStatement insert = connection.prepareStatement(tables.insertException())) {
            insert.setString(1, tables.dmsTaskName());
            insert.setString(2, placed.id().schema());
            insert.setString(3, placed.id().table());
            insert.setObject(4, StandardFencedCommit.now(clock));
            insert.setString(5, statement.text());
            insert.setString(6, refused.failure().getMessage());
            insert.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement(tables.insertRefusedChange())) {
            insert.setString(1, tables.taskName());
            insert.setString(2, refused.source().schema());
            insert.setString(3, refused.source().table());
            insert.setString(4, refused.kind().name());
            insert.setString(5, refused.position());
            insert.setString(6, key(refused));
            insert.setString(7, image(refused.table(), refused.before()));
            insert.setString(8, image(refused.table(), refused.after()));
            insert.setString(9, refused.failure().code().name());
            setState(insert, 10, refused.failure());
            insert.setString(11, refused.failure().getMessage());
            insert.setObject(12, StandardFencedCommit.now(clock));
            insert.executeUpdate();
        }
    }

    void suspend(Connection connection, TableId source, String reason) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(tables.deleteSuspendedTable())) {
            setTable(delete, source);
            delete.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement(tables.insertSuspendedTable())) {
            setTable(insert, source);
            insert.setString(5, reason);
            insert.setObject(6, StandardFencedCommit.now(clock));
            insert.executeUpdate();
        }
    }

    List<RecordedChange> recorded(Connection connection, long afterId, int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(tables.selectRefusedChanges())) {
            select.setMaxRows(limit);
            select.setString(1, tables.taskName());
            select.setLong(2, afterId);
            List<RecordedChange> changes = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    changes.add(new RecordedChange(
                            rows.getLong(1),
                            new TableId(rows.getString(2), rows.getString(3)),
                            RefusedChange.Kind.valueOf(rows.getString(4)),
                            rows.getString(5),
                            rows.getString(6),
                            Optional.ofNullable(rows.getString(7)),
                            Optional.ofNullable(rows.getString(8)),
                            rows.getString(9),
                            rows.getString(10),
                            rows.getInt(11),
                            rows.getObject(12, LocalDateTime.class).toInstant(ZoneOffset.UTC)));
                }
            }
            return changes;
        }
    }

    void refusedAgain(Connection connection, long id, ReplicationException failure) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(tables.refusedAgain())) {
            update.setString(1, failure.code().name());
            update.setString(2, failure.getMessage());
            update.setString(3, tables.taskName());
            update.setLong(4, id);
            update.executeUpdate();
        }
    }

    void forget(Connection connection, long id) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(tables.deleteRefusedChange())) {
            delete.setString(1, tables.taskName());
            delete.setLong(2, id);
            delete.executeUpdate();
        }
    }

    private void setTable(PreparedStatement statement, TableId source) throws SQLException {
        statement.setString(1, ControlTables.SERVER_NAME);
        statement.setString(2, tables.dmsTaskName());
        statement.setString(3, source.schema());
        statement.setString(4, source.table());
    }

    private static String key(RefusedChange refused) {
        Row row = refused.before() != null ? refused.before() : refused.after();
        if (row == null) {
            return "{}";
        }
        TableSchema table = refused.table();
        return table.identifyingKey()
                .map(KeySchema::columns)
                .map(columns -> RowImage.of(table, row, table.ordinals(columns)))
                .orElseGet(() -> RowImage.of(table, row));
    }

    private static @Nullable String image(TableSchema table, @Nullable Row row) {
        return row == null ? null : RowImage.of(table, row);
    }

    private static void setState(PreparedStatement insert, int place, ReplicationException failure)
            throws SQLException {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                insert.setString(place, sql.getSQLState());
                return;
            }
        }
        insert.setNull(place, Types.VARCHAR);
    }
}
