package dev.millrace.testing.script;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.testing.contract.source.SourceWriter;
import dev.millrace.testing.script.Step.AddColumn;
import dev.millrace.testing.script.Step.Commit;
import dev.millrace.testing.script.Step.Delete;
import dev.millrace.testing.script.Step.Insert;
import dev.millrace.testing.script.Step.LogSwitch;
import dev.millrace.testing.script.Step.OfSession;
import dev.millrace.testing.script.Step.Retention;
import dev.millrace.testing.script.Step.Rollback;
import dev.millrace.testing.script.Step.RollbackTo;
import dev.millrace.testing.script.Step.Savepoint;
import dev.millrace.testing.script.Step.Truncate;
import dev.millrace.testing.script.Step.Update;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Does to a server what a script says, step by step. Belongs to one thread at a time. */
final class ScriptRunner implements AutoCloseable {
    private static final int COLUMN_LENGTH = 100;

    private final ScriptedServer server;
    private final Map<String, TableSchema> tables;
    private final Runnable untilRead;
    private final Map<Integer, ScriptedSession> sessions = new HashMap<>();
    private final Map<Integer, List<Runnable>> savepoints = new HashMap<>();

    /**
     * @param tables as they were made, by the names that scripts have for them
     * @param untilRead waits until the log was read up to its end
     */
    ScriptRunner(ScriptedServer server, Map<String, TableSchema> tables, Runnable untilRead) {
        this.server = server;
        this.tables = new HashMap<>(tables);
        this.untilRead = untilRead;
    }

    void run(Step step) {
        if (step instanceof OfSession mine) {
            run(mine, sessions.computeIfAbsent(mine.session(), session -> server.openSession()));
        } else if (step instanceof AddColumn added) {
            addColumn(added);
        } else if (step instanceof Truncate truncate) {
            try (SourceWriter writer = server.openSession().writer()) {
                writer.truncate(id(truncate.table()));
            }
        } else if (step instanceof LogSwitch) {
            server.switchLog();
        } else if (step instanceof Retention) {
            Runnable forget = server.endLog();
            untilRead.run();
            forget.run();
        }
    }

    private void run(OfSession step, ScriptedSession session) {
        SourceWriter writer = session.writer();
        List<Runnable> places = savepoints.computeIfAbsent(step.session(), s -> new ArrayList<>());
        if (step instanceof Insert insert) {
            writer.insert(table(insert.table()), insert.rows());
        } else if (step instanceof Update update) {
            writer.update(id(update.table()), Map.of("id", update.id()), update.values());
        } else if (step instanceof Delete delete) {
            writer.delete(id(delete.table()), Map.of("id", delete.id()));
        } else if (step instanceof Savepoint) {
            places.add(session.savepoint().get());
        } else if (step instanceof RollbackTo back) {
            places.get(back.savepoint()).run();
            places.subList(back.savepoint() + 1, places.size()).clear();
        } else if (step instanceof Commit commit) {
            journal(writer, commit.name(), commit.session());
            writer.commit();
            places.clear();
        } else if (step instanceof Rollback rollback) {
            journal(writer, rollback.name(), rollback.session());
            writer.rollback();
            places.clear();
        }
    }

    private void journal(SourceWriter writer, int name, int session) {
        List<@Nullable String> row = List.of("" + name, "" + session);
        writer.insert(table(ScriptTable.JOURNAL.title()), List.of(row));
    }

    private void addColumn(AddColumn step) {
        DataType type = DataType.ofLength(DataType.Kind.STRING, COLUMN_LENGTH);
        ColumnSchema column =
                ColumnSchema.of(step.column(), type, server.fixture().nativeType(type));
        server.fixture().addColumn(id(step.table()), column);
        tables.put(step.table(), table(step.table()).toBuilder().column(column).build());
    }

    private TableSchema table(String name) {
        return java.util.Objects.requireNonNull(tables.get(name));
    }

    private TableId id(String name) {
        return table(name).id();
    }

    @Override
    public void close() {
        sessions.values().forEach(session -> session.writer().close());
    }
}
