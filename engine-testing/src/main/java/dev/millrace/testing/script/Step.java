package dev.millrace.testing.script;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One thing that happens to the database. The first change of a session begins its transaction. Tables and columns are told by their names in scripts. */
public sealed interface Step {

    /** What a session does. */
    sealed interface OfSession extends Step {
        /** Its number, from 0. */
        int session();
    }

    /** One statement that inserts rows with a value for each column that the table has by then; the first value is the key. */
    record Insert(int session, String table, List<List<@Nullable String>> rows) implements OfSession {}

    /** Gives one row new values; {@code id} among them if its key changes. */
    record Update(int session, String table, String id, Map<String, @Nullable String> values) implements OfSession {}

    /** Deletes one row. */
    record Delete(int session, String table, String id) implements OfSession {}

    /** Sets a savepoint in a transaction that has begun. */
    record Savepoint(int session) implements OfSession {}

    /**
     * Takes back what was done since a savepoint; the transaction goes on.
     *
     * @param savepoint which of the transaction's savepoints, from 0; it stays, and later ones are gone
     */
    record RollbackTo(int session, int savepoint) implements OfSession {}

    /**
     * Commits, after a row with the transaction's name went into the journal.
     *
     * @param name a number that no other transaction has
     */
    record Commit(int session, int name) implements OfSession {}

    /** Rolls back, after a row with a name went into the journal that never is to be seen. */
    record Rollback(int session, int name) implements OfSession {}

    /** Gives a table, which no open transaction has touched, one more nullable text at its end. */
    record AddColumn(String table, String column) implements Step {}

    /** Empties a table, which no open transaction has touched, by the statement for it. */
    record Truncate(String table) implements Step {}

    /** The server ends a file of its log and begins the next. */
    record LogSwitch() implements Step {}

    /** The server forgets the log up to here, after it was read up to here. */
    record Retention() implements Step {}
}
