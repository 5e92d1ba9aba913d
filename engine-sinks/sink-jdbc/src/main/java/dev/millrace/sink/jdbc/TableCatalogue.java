package dev.millrace.sink.jdbc;

import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Reads tables from the target's own catalogue. */
@FunctionalInterface
public interface TableCatalogue {

    /** The table in the target's own words, with keys, foreign keys, indexes, identities and generated columns; empty if there is none. */
    Optional<TableSchema> describe(Connection connection, TableId table) throws SQLException;
}
