package dev.millrace.sink.jdbc;

import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads tables from the target's own catalogue. */
@FunctionalInterface
public interface TableCatalogue {

    /**
     * The tables in the target's own words, with keys, foreign keys, indexes, identities and generated columns, by the ids asked for; those
     * that are not there are left out. Many tables take hardly more round trips than one.
     */
    Map<TableId, TableSchema> describe(Connection connection, Collection<TableId> tables) throws SQLException;

    /** The one table; empty if there is none. */
    default Optional<TableSchema> describe(Connection connection, TableId table) throws SQLException {
        return Optional.ofNullable(describe(connection, List.of(table)).get(table));
    }
}
