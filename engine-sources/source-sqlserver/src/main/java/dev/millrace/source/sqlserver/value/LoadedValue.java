package dev.millrace.source.sqlserver.value;

import dev.millrace.model.RowBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Takes values of one column from a result into rows. Stateless. */
@FunctionalInterface
public interface LoadedValue {

    /** Appends the value or NULL. */
    void append(ResultSet rows, int column, RowBuffer row) throws SQLException;
}
