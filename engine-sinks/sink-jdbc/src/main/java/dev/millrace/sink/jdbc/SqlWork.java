package dev.millrace.sink.jdbc;

import java.sql.SQLException;

/**
 * Something done with a connection, or with what a sink keeps per connection.
 *
 * @param <S> what it is done with
 * @param <T> what comes out
 */
@FunctionalInterface
public interface SqlWork<S, T> {
    T run(S session) throws SQLException;
}
