package dev.millrace.sink.mysql;

import dev.millrace.error.ErrorCategory;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.mysql.dialect.MySqlErrors;
import dev.millrace.sink.mysql.encode.ColumnEncoder;
import java.io.ByteArrayInputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.mariadb.jdbc.Statement;

/**
 * One connection of a writer, with what it knows of the tables it wrote to. Every statement here fails if the server warned, since {@code
 * LOAD DATA LOCAL} turns refused rows and altered values into warnings, and an {@code INSERT} the rounding of a decimal (law 5).
 */
final class WriterSession {
    private static final int INSERT_BYTES = 1024 * 1024;
    private static final int KNOWN_TABLES = 4096;

    /** Unknown table on {@code DROP IF EXISTS}, deprecated syntax, statement unsafe for statement-based logs: nothing about values. */
    private static final Set<Integer> HARMLESS_WARNINGS = Set.of(1051, 1287, 1592, 1681);

    private final Connection connection;
    private final Statement statement;
    private final TargetKnowledge knowledge;
    private final boolean localInfile;
    private final IdentityHashMap<TableSchema, TableLayout> layouts = new IdentityHashMap<>();
    private final ByteBuilder buffer = new ByteBuilder(64 * 1024);
    private long knownGeneration;

    WriterSession(Connection connection, TargetKnowledge knowledge) throws SQLException {
        this.connection = connection;
        this.knowledge = knowledge;
        this.statement = connection.createStatement().unwrap(Statement.class);
        this.statement.setEscapeProcessing(false);
        this.localInfile = knowledge.localInfile();
        this.knownGeneration = knowledge.generation();
    }

    /** Where the session stages sets, each in a table made anew. */
    StagePlace stagePlace() {
        return knowledge.stagePlace();
    }

    /** Whether the new row of an upsert has a name ({@code AS n}), as MySQL wants it, rather than {@code VALUES(c)}. */
    boolean namesNewRow() {
        return !knowledge.version().mariaDb();
    }

    boolean hasLocalInfile() {
        return localInfile;
    }

    /** The layout of a wanted table, told by its identity. */
    TableLayout layout(TableSchema wanted) throws SQLException {
        long generation = knowledge.generation();
        if (generation != knownGeneration || layouts.size() > KNOWN_TABLES) {
            layouts.clear();
            knownGeneration = generation;
        }
        TableLayout known = layouts.get(wanted);
        if (known != null) {
            return known;
        }
        TableSchema placed = knowledge.placement().place(wanted);
        TableSchema target = knowledge.tables().known(connection, placed.id());
        knowledge.fit().require(placed, target);
        TableLayout made = new TableLayout(placed, target);
        layouts.put(wanted, made);
        return made;
    }

    /** A buffer for one statement; the next call gives the same one, emptied. */
    ByteBuilder buffer() {
        buffer.clear();
        return buffer;
    }

    /** Runs one statement and returns how many rows it matched. */
    int execute(String sql) throws SQLException {
        int matched = statement.executeUpdate(sql);
        requireNoWarnings();
        return matched;
    }

    /** Runs a statement that stores no values, so that its warnings are about comparisons only, and returns how many rows it hit. */
    int executeDelete(String sql) throws SQLException {
        return statement.executeUpdate(sql);
    }

    /** Inserts rows of literals, in as many statements as their size asks for. */
    void insert(String table, List<ColumnEncoder> columns, List<Row> rows) throws SQLException {
        int next = 0;
        while (next < rows.size()) {
            ByteBuilder sql = buffer();
            InsertStatement.begin(table, columns, sql);
            boolean first = true;
            while (next < rows.size() && (first || sql.size() < INSERT_BYTES)) {
                InsertStatement.appendRow(rows.get(next++), columns, first, sql);
                first = false;
            }
            execute(StatementText.of(sql));
        }
    }

    /** Streams fields to a {@code LOAD DATA}, which may follow other statements in {@code sql}. */
    void load(String sql, ByteBuilder fields, int rows, String table) throws SQLException {
        statement.setLocalInfileInputStream(new ByteArrayInputStream(fields.array(), 0, fields.size()));
        statement.execute(sql);
        requireNoWarnings();
        int loaded = lastUpdateCount();
        if (loaded != rows) {
            throw new ReplicationException(
                    ErrorCode.TARGET_CONSTRAINT_VIOLATED,
                    "table " + table + " took " + loaded + " of " + rows
                            + " rows and did not say why it skipped the rest");
        }
    }

    /** Makes the stage and fills it, in one round trip. */
    void fill(Stage stage, List<Row> identities, List<Row> rows) throws SQLException {
        int size = Math.max(identities.size(), rows.size());
        if (!localInfile) {
            fillByInsert(stage, identities, rows, size);
            return;
        }
        ByteBuilder fields = buffer();
        List<ColumnEncoder> keys = stage.keyEncoders();
        List<ColumnEncoder> values = stage.valueEncoders();
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < keys.size(); k++) {
                keys.get(k).appendField(identities.get(i), fields);
                fields.append('\t');
            }
            for (int v = 0; v < values.size(); v++) {
                values.get(v).appendField(rows.get(i), fields);
                fields.append('\t');
            }
            fields.truncate(fields.size() - 1);
            fields.append('\n');
        }
        load(
                stage.drop() + "; " + stage.create() + "; " + stage.load(),
                fields,
                size,
                stagePlace().name());
    }

    private void fillByInsert(Stage stage, List<Row> identities, List<Row> rows, int size) throws SQLException {
        statement.execute(stage.drop() + "; " + stage.create());
        String head =
                "INSERT INTO " + stagePlace().name() + " (" + String.join(", ", stage.columnNames()) + ") VALUES ";
        int next = 0;
        while (next < size) {
            ByteBuilder sql = buffer();
            sql.append(head);
            do {
                sql.append('(');
                for (ColumnEncoder key : stage.keyEncoders()) {
                    key.appendLiteral(identities.get(next), sql);
                    sql.append(", ");
                }
                for (ColumnEncoder value : stage.valueEncoders()) {
                    value.appendLiteral(rows.get(next), sql);
                    sql.append(", ");
                }
                sql.truncate(sql.size() - 2);
                sql.append("), ");
                next++;
            } while (next < size && sql.size() < INSERT_BYTES);
            sql.truncate(sql.size() - 2);
            execute(StatementText.of(sql));
        }
    }

    private int lastUpdateCount() throws SQLException {
        int last = statement.getUpdateCount();
        while (true) {
            boolean rows = statement.getMoreResults();
            int count = statement.getUpdateCount();
            if (!rows && count < 0) {
                return last;
            }
            last = count;
        }
    }

    private void requireNoWarnings() throws SQLException {
        Set<Integer> unknown = new HashSet<>();
        for (SQLWarning warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
            int number = warning.getErrorCode();
            if (MySqlErrors.classify(warning).category() == ErrorCategory.TARGET_DATA) {
                throw new SQLException(warning.getMessage(), warning.getSQLState(), number);
            }
            if (!HARMLESS_WARNINGS.contains(number)) {
                unknown.add(number);
            }
        }
        if (!unknown.isEmpty()) {
            throw new ReplicationException(
                    ErrorCode.TARGET_VALUE_REFUSED,
                    "the target warned with " + unknown + " while it took the rows, so they may have been altered");
        }
    }
}
