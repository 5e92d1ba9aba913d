package dev.millrace.testing.contract.source;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.Source;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the author of a source writes once, so that the contract can be run against it: how to open the source, how to write to the
 * database that it reads, and how to break its network. Each test has a fixture of its own, on a place of its own: a new database
 * or schema of a running server, say.
 */
public interface SourceFixture extends AutoCloseable {

    /** The schema that the tables of the test are in. It is there, and empty. */
    String schema();

    /** The schemas that the server keeps for itself. */
    Set<String> systemSchemas();

    /** How the source's family declares a column of that type: {@code STRING}, {@code CLOB}, {@code INT8}, {@code NUMERIC}. */
    String nativeType(DataType type);

    /** Whether the engine takes the text without characters for NULL. */
    default boolean emptyTextIsNull() {
        return false;
    }

    /** A name that the engine allows, as like to the given one as can be. */
    default String allowedName(String name) {
        return name;
    }

    /**
     * Makes a table with its keys, indexes and foreign keys. If it has no key, it is made so that the log tells which of its rows
     * was changed or deleted.
     */
    void createTable(TableSchema table);

    /**
     * Makes a table in two partitions: rows whose column is below a boundary, and all others.
     *
     * @return the names of both partitions in that order; empty, and no table made, if the engine has no partitions
     */
    List<String> createPartitioned(TableSchema table, String column, long boundary);

    /** Gives a table one more nullable column, at its end. */
    void addColumn(TableId table, ColumnSchema column);

    /** A session that writes. Tests close it. */
    SourceWriter openWriter();

    /**
     * A session whose updates and deletes the log carries as sparingly as the engine knows how: key and changed values, nothing
     * else. The same as {@link #openWriter} if there is no such setting.
     */
    SourceWriter openSparingWriter();

    /** Every committed row of a table, in no order, as {@link dev.millrace.testing.contract.TextRows} shows them. */
    List<List<@Nullable String>> rows(TableSchema table);

    /** A source as the engine opens it for the task of that name. Tests close it. */
    Source open(String taskName);

    /** Tries to open a source where no server listens. */
    Source openWithoutServer();

    /** Tries to open a source with a password that the server does not take. */
    Source openWithWrongPassword();

    /** What sources have set up on the server and not removed: names of slots and publications, say. */
    List<String> captured();

    /** Cuts all connections of sources that are open. New ones can be made at once. */
    void cutConnections();

    /** From now on the network swallows what sources send, and nothing comes back; connections stay open. */
    void stallConnections();

    /** Whether the server still holds a connection, an active slot or the like for any source that this fixture has opened. */
    boolean holdsConnections();

    /** Removes what the test has made. Works however the test ended. */
    @Override
    void close();
}
