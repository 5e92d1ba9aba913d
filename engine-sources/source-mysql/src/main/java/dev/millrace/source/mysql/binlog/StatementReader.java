package dev.millrace.source.mysql.binlog;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeEvent.TableTruncate;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what a statement in the log means for the tables of the task, and for the transaction it stands in. Not thread-safe. */
final class StatementReader {
    private static final Logger LOG = LoggerFactory.getLogger(StatementReader.class);
    private static final Set<String> SYSTEM_SCHEMAS =
            Set.of("mysql", "sys", "performance_schema", "information_schema");

    /** What a statement means for the transaction. */
    enum Effect {
        /** A transaction begins. */
        GOES_ON,
        /** It stands inside of one, or tells nothing. */
        INSIDE,
        /** A transaction ends with it. */
        ENDS
    }

    private final LogPlace place;
    private final TableBindings tables;
    private final boolean skipPartitionStatements;
    private boolean changed;

    StatementReader(LogPlace place, TableBindings tables, boolean skipPartitionStatements) {
        this.place = place;
        this.tables = tables;
        this.skipPartitionStatements = skipPartitionStatements;
    }

    /** Rows of the task's tables came in the transaction under way. */
    void changed() {
        changed = true;
    }

    void ended() {
        changed = false;
    }

    /**
     * Reads a statement.
     *
     * @param begin tells the begin of the transaction, if that was not told yet
     */
    Effect read(QueryEvent query, List<ChangeEvent> out, Runnable begin) {
        LoggedStatement statement = LoggedStatement.of(query.sql(), query.database());
        switch (statement.kind()) {
            case BEGIN, XA_START -> {
                return Effect.GOES_ON;
            }
            case COMMIT, XA_COMMIT, XA_ROLLBACK -> {
                return Effect.ENDS;
            }
            case ROLLBACK -> {
                refuseIfChanged("ROLLBACK");
                return Effect.ENDS;
            }
            case ROLLBACK_TO -> refuseIfChanged("ROLLBACK TO SAVEPOINT");
            case CHANGES_ROWS -> refuseChange(query);
            case TRUNCATE -> truncate(statement.tables().get(0), out, begin);
            case DROP_TABLE -> statement.tables().forEach(this::drop);
            case CREATE_TABLE -> create(statement.tables().get(0), out, begin);
            case REMOVES_PARTITION -> removePartition(query);
            case OTHER -> tables.statement(query.sql());
        }
        return place.isInTransaction() ? Effect.INSIDE : Effect.ENDS;
    }

    private void truncate(TableId id, List<ChangeEvent> out, Runnable begin) {
        TableSchema table = tables.table(id);
        if (table != null) {
            begin.run();
            out.add(new TableTruncate(table));
        }
    }

    private void drop(TableId id) {
        if (tables.table(id) != null) {
            LOG.warn("table {} was dropped on the source at {}; its rows on the target stay", id, place);
            tables.dropped(id);
            tables.suspect(id);
        }
    }

    /** Created again after it was dropped, a table is empty; so must be the target's. */
    private void create(TableId id, List<ChangeEvent> out, Runnable begin) {
        if (tables.table(id) != null) {
            tables.suspect(id);
            if (tables.recreated(id)) {
                truncate(id, out, begin);
            }
        }
    }

    private void removePartition(QueryEvent query) {
        tables.statement(query.sql());
        String lower = query.sql().toLowerCase(Locale.ROOT);
        for (TableId id : tables.ids()) {
            if (!LoggedStatement.mentions(lower, id)) {
                continue;
            }
            if (!skipPartitionStatements) {
                throw new ReplicationException(
                        ErrorCode.SOURCE_EVENT_UNSUPPORTED,
                        "rows of table " + id + " went away together with a partition at " + place
                                + ", and the log does not tell which; reload the table, or set the endpoint setting"
                                + " SkipTableSuspensionForPartitionDdl to true if they shall stay on the target");
            }
            LOG.warn("rows of table {} went away together with a partition at {}; they stay on the target", id, place);
        }
    }

    private void refuseChange(QueryEvent query) {
        String lower = query.sql().toLowerCase(Locale.ROOT);
        boolean concernsServerOnly = SYSTEM_SCHEMAS.contains(query.database().toLowerCase(Locale.ROOT))
                || SYSTEM_SCHEMAS.stream()
                        .anyMatch(schema -> lower.contains(schema + ".") || lower.contains("`" + schema + "`."));
        if (!concernsServerOnly) {
            throw unsupported("a statement that changes rows", place);
        }
    }

    private void refuseIfChanged(String what) {
        if (changed) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_EVENT_UNSUPPORTED,
                    "the log at " + place + " takes back rows of the task's tables by " + what
                            + ", in a transaction that mixes engines with and without transactions;"
                            + " convert the tables: ALTER TABLE … ENGINE = InnoDB, and reload the task's tables");
        }
    }

    static ReplicationException unsupported(String what, LogPlace place) {
        return new ReplicationException(
                ErrorCode.SOURCE_EVENT_UNSUPPORTED,
                "the log at " + place + " holds " + what + " as text instead of the rows it changed; run"
                        + " SET GLOBAL binlog_format = ROW, see that no session sets another format, and reload the"
                        + " task's tables");
    }
}
