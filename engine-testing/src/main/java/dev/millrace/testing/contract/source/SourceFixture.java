package dev.millrace.testing.contract.source;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.Source;
import dev.millrace.testing.fault.FaultProxy;
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
    default SourceWriter openSparingWriter() {
        return openWriter();
    }

    /** Every committed row of a table, in no order, as {@link dev.millrace.testing.contract.TextRows} shows them. */
    List<List<@Nullable String>> rows(TableSchema table);

    /** The network between sources and the server. */
    FaultProxy proxy();

    /** What sources log in with. */
    String password();

    /** A source as the engine opens it for the task of that name, at a port of the proxy's host. Tests close it. */
    Source open(String taskName, int port, String password);

    /** A source of the task of that name, through the proxy. Tests close it. */
    default Source open(String taskName) {
        return open(taskName, proxy().port(), password());
    }

    /** Tries to open a source where no server listens. */
    default Source openWithoutServer() {
        int reserved = 1;
        return open("task", reserved, password());
    }

    /** Tries to open a source with a password that the server does not take. */
    default Source openWithWrongPassword() {
        return open("task", proxy().port(), "wrong");
    }

    /** What sources have set up on the server and not removed: names of slots and publications, say. */
    default List<String> captured() {
        return List.of();
    }

    /** Cuts all connections of sources that are open. New ones can be made at once. */
    default void cutConnections() {
        proxy().cutAll();
    }

    /** From now on the network swallows what sources send, and nothing comes back; connections stay open. */
    default void stallConnections() {
        proxy().stall();
    }

    /** Whether the server still holds a connection, an active slot or the like for any source that this fixture has opened. */
    boolean holdsConnections();

    /** Removes what the test has made. Works however the test ended. */
    @Override
    void close();
}
