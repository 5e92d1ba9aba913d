package dev.millrace.testing.contract.source;

import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A session that writes to the database of a source. The first write after a commit or rollback begins a transaction, at an
 * isolation that lets writers of different rows pass each other. Values are told as
 * {@link dev.millrace.testing.contract.TextRows} tells them. Belongs to one thread.
 */
public interface SourceWriter extends AutoCloseable {

    /** Inserts rows that have a value for each column of the table. */
    void insert(TableSchema table, List<List<@Nullable String>> rows);

    /** Gives every row that has all the old values new ones. */
    void update(TableId table, Map<String, @Nullable String> old, Map<String, @Nullable String> values);

    /** Deletes every row that has all the old values. */
    void delete(TableId table, Map<String, @Nullable String> old);

    /** Removes all rows by the statement that the engine has for it; it may commit by itself. */
    void truncate(TableId table);

    void commit();

    void rollback();

    /** Rolls back what is not committed. */
    @Override
    void close();
}
