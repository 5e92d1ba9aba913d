package dev.millrace.testing.contract.source;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.testing.contract.SqlSession;
import dev.millrace.testing.contract.SqlTables;
import java.util.List;
import org.jspecify.annotations.Nullable;

import static dev.millrace.testing.contract.SqlSession.quoted;

/** A fixture on a server that a test speaks SQL with as it is. */
public interface SqlSourceFixture extends SourceFixture {

    /** The fixture's own session, past the proxy. */
    SqlSession session();

    @Override
    default void createTable(TableSchema table) {
        SqlTables.creation(table).forEach(session()::execute);
    }

    @Override
    default void addColumn(TableId table, ColumnSchema column) {
        session().execute("ALTER TABLE " + quoted(table) + " ADD COLUMN " + SqlTables.column(column));
    }

    @Override
    default List<List<@Nullable String>> rows(TableSchema table) {
        return session().rows(table);
    }
}
