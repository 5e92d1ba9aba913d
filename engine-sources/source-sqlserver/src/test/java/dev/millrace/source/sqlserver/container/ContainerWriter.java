package dev.millrace.source.sqlserver.container;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.testing.contract.source.SourceWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

import static dev.millrace.testing.contract.SqlSession.quoted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * A session of the contract that writes. Values go as parameters, which hold any character, and the server turns them into the columns' types.
 *
 * @param connection does not commit by itself; closed with the writer
 */
record ContainerWriter(Connection connection) implements SourceWriter {
    private static final int CANNOT_TRUNCATE = 4711;

    private interface Work {
        void run() throws SQLException;
    }

    private static void attempt(Work work) {
        try {
            work.run();
        } catch (SQLException failure) {
            throw new IllegalStateException("A statement of the fixture failed", failure);
        }
    }

    @Override
    public void insert(TableSchema table, List<List<@Nullable String>> rows) {
        List<String> columns = table.columns().stream().map(ColumnSchema::name).toList();
        String places = columns.stream().map(column -> "?").collect(Collectors.joining(", "));
        attempt(() -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "INSERT INTO " + quoted(table.id()) + " (" + quoted(columns) + ") VALUES (" + places + ")")) {
                for (List<@Nullable String> row : rows) {
                    bind(statement, row);
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        });
    }

    @Override
    public void update(TableId table, Map<String, @Nullable String> old, Map<String, @Nullable String> values) {
        String assignments =
                values.keySet().stream().map(column -> quoted(column) + " = ?").collect(Collectors.joining(", "));
        List<@Nullable String> parameters = new ArrayList<>(values.values());
        parameters.addAll(given(old));
        execute("UPDATE " + quoted(table) + " SET " + assignments + where(old), parameters);
    }

    @Override
    public void delete(TableId table, Map<String, @Nullable String> old) {
        execute("DELETE FROM " + quoted(table) + where(old), given(old));
    }

    private static String where(Map<String, @Nullable String> values) {
        return values.entrySet().stream()
                .map(each -> quoted(each.getKey()) + (each.getValue() == null ? " IS NULL" : " = ?"))
                .collect(Collectors.joining(" AND ", " WHERE ", ""));
    }

    private static List<@Nullable String> given(Map<String, @Nullable String> values) {
        return new ArrayList<>(values.values().stream().filter(Objects::nonNull).toList());
    }

    private void execute(String sql, Collection<@Nullable String> parameters) {
        attempt(() -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                bind(statement, parameters);
                statement.executeUpdate();
            }
        });
    }

    private static void bind(PreparedStatement statement, Collection<@Nullable String> values) throws SQLException {
        int place = 0;
        for (String value : values) {
            statement.setNString(++place, value);
        }
    }

    @Override
    public void truncate(TableId table) {
        attempt(() -> {
            try (Statement statement = connection.createStatement()) {
                SQLException refused = catchThrowableOfType(
                        SQLException.class, () -> statement.execute("TRUNCATE TABLE " + quoted(table)));
                assertThat(refused.getErrorCode()).isEqualTo(CANNOT_TRUNCATE);
            }
        });
        Assumptions.abort("SQL Server truncates no table that is captured");
    }

    @Override
    public void commit() {
        attempt(connection::commit);
    }

    @Override
    public void rollback() {
        attempt(connection::rollback);
    }

    @Override
    public void close() {
        rollback();
        attempt(connection::close);
    }
}
