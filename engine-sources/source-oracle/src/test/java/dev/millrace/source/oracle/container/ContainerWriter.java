package dev.millrace.source.oracle.container;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.testing.contract.SqlSession;
import dev.millrace.testing.contract.source.SourceWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

import static dev.millrace.testing.contract.SqlSession.quoted;

/**
 * Writes as the owner of the tables. Values are bound as texts, which the server turns into what the columns hold; as literals they would end at 4000
 * bytes.
 */
record ContainerWriter(Connection connection) implements SourceWriter {

    @Override
    public void insert(TableSchema table, List<List<@Nullable String>> rows) {
        List<String> columns = table.columns().stream().map(ColumnSchema::name).toList();
        String marks = String.join(", ", Collections.nCopies(columns.size(), "?"));
        run("INSERT INTO " + quoted(table.id()) + " (" + SqlSession.quoted(columns) + ") VALUES (" + marks + ")", rows);
    }

    @Override
    public void update(TableId table, Map<String, @Nullable String> old, Map<String, @Nullable String> values) {
        List<@Nullable String> bound = new ArrayList<>(values.values());
        String assignments =
                values.keySet().stream().map(name -> quoted(name) + " = ?").collect(Collectors.joining(", "));
        String condition = condition(old, bound);
        run("UPDATE " + quoted(table) + " SET " + assignments + condition, List.of(bound));
    }

    @Override
    public void delete(TableId table, Map<String, @Nullable String> old) {
        List<@Nullable String> bound = new ArrayList<>();
        String condition = condition(old, bound);
        run("DELETE FROM " + quoted(table) + condition, List.of(bound));
    }

    private static String condition(Map<String, @Nullable String> old, List<@Nullable String> bound) {
        List<String> terms = new ArrayList<>();
        old.forEach((name, value) -> {
            if (value == null) {
                terms.add(quoted(name) + " IS NULL");
            } else {
                terms.add(quoted(name) + " = ?");
                bound.add(value);
            }
        });
        return terms.isEmpty() ? "" : " WHERE " + String.join(" AND ", terms);
    }

    private void run(String sql, List<List<@Nullable String>> rows) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (List<@Nullable String> row : rows) {
                for (int i = 0; i < row.size(); i++) {
                    statement.setString(i + 1, row.get(i));
                }
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    @Override
    public void truncate(TableId table) {
        execute("TRUNCATE TABLE " + quoted(table));
    }

    @Override
    public void commit() {
        execute("COMMIT");
    }

    @Override
    public void rollback() {
        execute("ROLLBACK");
    }

    private void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    /** The driver commits what is open when a connection is closed, so it is rolled back before. */
    @Override
    public void close() {
        rollback();
        try {
            connection.close();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
