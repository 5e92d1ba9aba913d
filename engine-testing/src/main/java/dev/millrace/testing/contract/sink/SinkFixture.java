package dev.millrace.testing.contract.sink;

import dev.millrace.model.DataType;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.sink.Sink;
import dev.millrace.testing.contract.TextRows;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the author of a sink writes once, so that the contract can be run against it: how to open the sink, how to look at what it
 * did, and how to break its network. Each test has a fixture of its own, on a place of its own: a new database or schema of a
 * running server, say.
 */
public interface SinkFixture extends AutoCloseable {

    /** The schema that the tables of the test go to. It holds no table yet, and need not exist. */
    String schema();

    /** How the sink's own family declares a column of that type: {@code STRING}, {@code CLOB}, {@code INT4}, {@code INT8}, {@code NUMERIC}, {@code BLOB}. */
    String nativeType(DataType type);

    /** A sink as the engine opens it for the task of that name. Tests close it. */
    Sink open(String taskName);

    /** Tries to open a sink where no server listens. */
    Sink openWithoutServer();

    /** Tries to open a sink with a password that the server does not take. */
    Sink openWithWrongPassword();

    /** Every committed row of a table, in no order, as {@link dev.millrace.testing.contract.TextRows} shows them. */
    List<List<@Nullable String>> rows(TableSchema table);

    /**
     * The committed record of a table's changes, in log order: {@code I}, {@code U} or {@code D}, a blank, and the row's new values, of a {@code
     * D} its old ones, as a list of what {@link dev.millrace.testing.contract.TextRows} shows. Only for sinks of style {@link
     * dev.millrace.spi.sink.Sink.ApplyStyle#LOG}.
     */
    default List<String> record(TableSchema table) {
        throw new UnsupportedOperationException("changes of " + table.id() + " are applied, not logged");
    }

    /**
     * A row that the sink refuses as a data error, of a table with a whole number, a text of at most 100 characters and a number. By default its
     * text is longer; a target to which lengths mean nothing refuses something else.
     */
    default Row misfit(TableSchema table, long id) {
        return TextRows.row(table, "" + id, "x".repeat(101), "1");
    }

    /**
     * Inserts a row as an application does that shares the target; what is not named is left to the database.
     *
     * @throws RuntimeException of any kind, if the database refuses the row
     */
    void insert(TableId table, Map<String, @Nullable String> values);

    /** Cuts all connections of sinks that are open. New ones can be made at once. */
    void cutConnections();

    /** From now on the network swallows what sinks send, and nothing comes back; connections stay open. */
    void stallConnections();

    /** Whether the target still holds a connection of any sink that this fixture has opened. */
    boolean holdsConnections();

    /** Removes what the test has made. Works however the test ended. */
    @Override
    void close();
}
