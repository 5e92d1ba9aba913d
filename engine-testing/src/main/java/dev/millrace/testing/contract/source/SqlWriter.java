package dev.millrace.testing.contract.source;

import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.testing.contract.SqlSession;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A writer in standard SQL, for fixtures whose database understands it. */
public final class SqlWriter implements SourceWriter {
    private static final int ROWS_PER_STATEMENT = 500;

    private final SqlSession session;

    /** Takes the session over, whose connection must not commit by itself; it is closed with the writer. */
    public SqlWriter(SqlSession session) {
        this.session = session;
    }

    @Override
    public void insert(TableSchema table, List<List<@Nullable String>> rows) {
        for (int from = 0; from < rows.size(); from += ROWS_PER_STATEMENT) {
            session.insert(table, rows.subList(from, Math.min(rows.size(), from + ROWS_PER_STATEMENT)));
        }
    }

    @Override
    public void update(TableId table, Map<String, @Nullable String> old, Map<String, @Nullable String> values) {
        session.update(table, old, values);
    }

    @Override
    public void delete(TableId table, Map<String, @Nullable String> old) {
        session.delete(table, old);
    }

    @Override
    public void truncate(TableId table) {
        session.execute("TRUNCATE TABLE " + SqlSession.quoted(table));
    }

    @Override
    public void commit() {
        session.execute("COMMIT");
    }

    @Override
    public void rollback() {
        session.execute("ROLLBACK");
    }

    @Override
    public void close() {
        rollback();
        session.close();
    }
}
