package dev.millrace.sink.mysql;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.Row;
import dev.millrace.sink.mysql.encode.ColumnEncoder;
import dev.millrace.spi.sink.ChangeSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Executes the sets of changes of one table, by the statement that is fastest for their size: literals for a few rows, a stage filled by
 * {@code LOAD DATA} for many. The limits are where the two took equally long on MySQL 8.0 and MariaDB 11.4 with rows of five columns.
 */
final class ChangeStatements {
    private static final int LITERAL_INSERT_ROWS = 50;
    private static final int LITERAL_UPDATE_ROWS = 64;
    private static final int LITERAL_UPDATE_ROWS_OF_LONG_KEYS = 16;
    private static final int DELETE_LIST = 2000;
    private static final int DELETE_LIST_OF_LONG_KEYS = 200;
    private static final long LITERAL_BYTES = 256 * 1024;

    private final WriterSession session;
    private final TableLayout layout;
    private final boolean keyed;

    ChangeStatements(WriterSession session, TableLayout layout) {
        this.session = session;
        this.layout = layout;
        this.keyed = !layout.key().isEmpty();
    }

    /** Returns how many rows were found and changed, as {@link dev.millrace.spi.sink.ChangeWriter#apply} promises. */
    int apply(ChangeSet changes) throws SQLException {
        switch (changes.kind()) {
            case INSERT -> insert(changes.rows());
            case UPSERT -> upsert(changes.rows());
            case UPDATE -> {
                return keyed ? update(changes) : updateEach(changes);
            }
            case DELETE -> {
                return keyed ? delete(changes.identities()) : deleteEach(changes.identities());
            }
            // TRUNCATE TABLE would commit what was applied before it
            case TRUNCATE -> {
                session.executeDelete("DELETE FROM " + layout.table());
                return 0;
            }
        }
        return changes.size();
    }

    private void insert(List<Row> rows) throws SQLException {
        int from = 0;
        while (from < rows.size()) {
            List<Row> run = runOfEqualColumns(rows, from);
            List<ColumnEncoder> columns = layout.present(run.get(0));
            if (session.hasLocalInfile() && (run.size() > LITERAL_INSERT_ROWS || isLarge(run))) {
                ByteBuilder fields = session.buffer();
                for (int i = 0; i < run.size(); i++) {
                    LoadStatement.appendRow(run.get(i), columns, fields);
                }
                session.load(LoadStatement.into(layout.table(), columns), fields, run.size(), layout.table());
            } else {
                session.insert(layout.table(), columns, run);
            }
            from += run.size();
        }
    }

    private void upsert(List<Row> rows) throws SQLException {
        if (!keyed) {
            insert(rows);
            return;
        }
        int from = 0;
        while (from < rows.size()) {
            List<Row> run = runOfEqualColumns(rows, from);
            List<ColumnEncoder> columns = layout.present(run.get(0));
            if (layout.hasOtherUniqueKeys()) {
                updateThenInsert(columns, run);
            } else if (run.size() <= LITERAL_INSERT_ROWS && !isLarge(run)) {
                ByteBuilder sql = session.buffer();
                InsertStatement.begin(layout.table(), columns, sql);
                for (int i = 0; i < run.size(); i++) {
                    InsertStatement.appendRow(run.get(i), columns, i == 0, sql);
                }
                InsertStatement.endUpsert(layout, columns, session.namesNewRow(), sql);
                session.execute(StatementText.of(sql));
            } else {
                Stage stage = new Stage(session.stagePlace(), List.of(), List.of(), columns, run);
                session.fill(stage, List.of(), run);
                session.execute(stage.upsertTarget(layout));
            }
            from += run.size();
        }
    }

    /** {@code ON DUPLICATE KEY UPDATE} would hit whatever row has one of the other unique values. */
    private void updateThenInsert(List<ColumnEncoder> columns, List<Row> rows) throws SQLException {
        Stage stage = new Stage(session.stagePlace(), layout.key(), rows, columns, rows);
        session.fill(stage, rows, rows);
        session.execute(stage.updateTarget(layout));
        session.execute(stage.insertMissing(layout));
    }

    private int update(ChangeSet changes) throws SQLException {
        int matched = 0;
        int from = 0;
        List<Row> rows = changes.rows();
        while (from < rows.size()) {
            List<Row> run = runOfEqualColumns(rows, from);
            matched += update(changes.identities().subList(from, from + run.size()), run);
            from += run.size();
        }
        return matched;
    }

    private int update(List<Row> identities, List<Row> rows) throws SQLException {
        boolean keysChange = anyKeyChanges(identities, rows);
        List<ColumnEncoder> assigned = layout.present(rows.get(0)).stream()
                .filter(column -> keysChange || !layout.isKey(column))
                .toList();
        boolean large = isLarge(rows) && session.hasLocalInfile();
        if (rows.size() == 1 && !large) {
            ByteBuilder sql = session.buffer();
            KeyedStatement.update(layout, assigned, identities.get(0), rows.get(0), sql);
            return session.execute(StatementText.of(sql));
        }
        if (!keysChange && !large && rows.size() <= literalUpdateRows() && KeyedStatement.hasPlainKey(layout)) {
            ByteBuilder sql = session.buffer();
            KeyedStatement.update(layout, assigned, identities, rows, sql);
            return session.execute(StatementText.of(sql));
        }
        Stage stage = new Stage(session.stagePlace(), layout.key(), identities, assigned, rows);
        session.fill(stage, identities, rows);
        return session.execute(stage.updateTarget(layout));
    }

    private int delete(List<Row> identities) throws SQLException {
        boolean single = layout.key().size() == 1;
        boolean plain = KeyedStatement.hasPlainKey(layout);
        if ((plain && single) || identities.size() <= (plain ? DELETE_LIST_OF_LONG_KEYS : 1)) {
            int matched = 0;
            for (int from = 0; from < identities.size(); from += DELETE_LIST) {
                ByteBuilder sql = session.buffer();
                int to = Math.min(identities.size(), from + DELETE_LIST);
                KeyedStatement.delete(layout, identities.subList(from, to), sql);
                matched += session.executeDelete(StatementText.of(sql));
            }
            return matched;
        }
        Stage stage = new Stage(session.stagePlace(), layout.key(), identities, List.of(), List.of());
        session.fill(stage, identities, List.of());
        return session.executeDelete(stage.deleteTarget(layout));
    }

    private int updateEach(ChangeSet changes) throws SQLException {
        int matched = 0;
        for (int i = 0; i < changes.rows().size(); i++) {
            Row row = changes.rows().get(i);
            ByteBuilder sql = session.buffer();
            KeylessStatement.update(
                    layout, layout.present(row), changes.identities().get(i), row, sql);
            matched += session.execute(StatementText.of(sql));
        }
        return matched;
    }

    private int deleteEach(List<Row> identities) throws SQLException {
        int matched = 0;
        for (Row identity : identities) {
            ByteBuilder sql = session.buffer();
            KeylessStatement.delete(layout, identity, sql);
            matched += session.executeDelete(StatementText.of(sql));
        }
        return matched;
    }

    /** Every condition is weighed for every row of a {@code CASE}, so long ones pay for fewer rows. */
    private int literalUpdateRows() {
        return layout.key().size() == 1 ? LITERAL_UPDATE_ROWS : LITERAL_UPDATE_ROWS_OF_LONG_KEYS;
    }

    private boolean anyKeyChanges(List<Row> identities, List<Row> rows) {
        for (ColumnEncoder column : layout.key()) {
            int ordinal = column.ordinal();
            for (int i = 0; i < rows.size(); i++) {
                if (rows.get(i).isPresent(ordinal) && !rows.get(i).sameValue(identities.get(i), ordinal)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isLarge(List<Row> rows) {
        long bytes = 0;
        for (int i = 0; i < rows.size(); i++) {
            bytes += rows.get(i).byteSize();
        }
        return bytes > LITERAL_BYTES;
    }

    /** The rows from {@code from} on that carry the same columns; they share one statement. */
    private static List<Row> runOfEqualColumns(List<Row> rows, int from) {
        Row first = rows.get(from);
        int to = from + 1;
        while (to < rows.size() && carriesSameColumns(first, rows.get(to))) {
            to++;
        }
        return from == 0 && to == rows.size() ? rows : rows.subList(from, to);
    }

    private static boolean carriesSameColumns(Row one, Row other) {
        if (one.isComplete() && other.isComplete()) {
            return true;
        }
        for (int column = 0; column < one.columnCount(); column++) {
            if (one.isPresent(column) != other.isPresent(column)) {
                return false;
            }
        }
        return true;
    }
}
