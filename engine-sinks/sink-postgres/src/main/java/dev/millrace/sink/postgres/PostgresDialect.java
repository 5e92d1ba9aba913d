package dev.millrace.sink.postgres;

import dev.millrace.error.ErrorCode;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.IndexSchema;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.jdbc.ControlTable;
import dev.millrace.sink.jdbc.SqlDialect;
import dev.millrace.sink.jdbc.TableChanges;
import dev.millrace.spi.TlsFailure;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** PostgreSQL's words for tables; the statements that move rows are in {@link ApplySql}. */
final class PostgresDialect implements SqlDialect {
    private final PostgresErrors errors;

    /**
     * Speaks for one user.
     *
     * @param username whom a {@code GRANT} in a message is for
     */
    PostgresDialect(String username) {
        errors = new PostgresErrors(username);
    }

    static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    static String quoted(TableId id) {
        return quoted(id.schema()) + "." + quoted(id.table());
    }

    static String quoted(Collection<String> identifiers) {
        return identifiers.stream().map(PostgresDialect::quoted).collect(Collectors.joining(", "));
    }

    static String literal(String text) {
        return text.indexOf('\\') < 0
                ? "'" + text.replace("'", "''") + "'"
                : "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    @Override
    public EngineFamily family() {
        return EngineFamily.POSTGRES;
    }

    @Override
    public String quote(String identifier) {
        return quoted(identifier);
    }

    @Override
    public String defaultControlSchema() {
        return "public";
    }

    @Override
    public List<String> createControlTable(ControlTable control, TableId id) {
        String table = table(id);
        return switch (control) {
            case TASK -> List.of(createSchema(id.schema()), """
                    CREATE TABLE IF NOT EXISTS %s (
                        "task" varchar(255) PRIMARY KEY,
                        "fence" bigint NOT NULL,
                        "checkpoint" text,
                        "commit_time" bigint,
                        "changes" bigint)""".formatted(table));
            case LOAD_CHUNK -> List.of(createSchema(id.schema()), """
                    CREATE TABLE IF NOT EXISTS %s (
                        "task" varchar(255) NOT NULL,
                        "source_schema" varchar(128) NOT NULL,
                        "source_table" varchar(128) NOT NULL,
                        "chunk" integer NOT NULL,
                        "bounds" text NOT NULL,
                        "estimated_rows" bigint NOT NULL,
                        "chunk_name" text NOT NULL,
                        "row_count" bigint,
                        "low_position" text,
                        "high_position" text,
                        PRIMARY KEY ("task", "source_schema", "source_table", "chunk"))""".formatted(table));
            case APPLIED_RANGE -> List.of(createSchema(id.schema()), """
                    CREATE TABLE IF NOT EXISTS %s (
                        "task" varchar(255) NOT NULL,
                        "number" bigint NOT NULL,
                        "from_position" text NOT NULL,
                        "to_position" text NOT NULL,
                        PRIMARY KEY ("task", "number"))""".formatted(table));
            case TXN_STATE -> List.of(createSchema(id.schema()), """
                    CREATE TABLE IF NOT EXISTS %s (
                        "SERVER_NAME" varchar(128) NOT NULL,
                        "TASK_NAME" varchar(128) NOT NULL,
                        "STATE_TIME" timestamp NOT NULL,
                        "CHECKPOINT" varchar(1024) NOT NULL)""".formatted(table), """
                    CREATE UNIQUE INDEX IF NOT EXISTS "awsdms_txn_state_task_recovery_index"
                        ON %s ("SERVER_NAME", "TASK_NAME")""".formatted(table));
            case APPLY_EXCEPTIONS -> List.of(createSchema(id.schema()), """
                    CREATE TABLE IF NOT EXISTS %s (
                        "TASK_NAME" varchar(128) NOT NULL,
                        "TABLE_OWNER" varchar(128) NOT NULL,
                        "TABLE_NAME" varchar(128) NOT NULL,
                        "ERROR_TIME" timestamp NOT NULL,
                        "STATEMENT" text NOT NULL,
                        "ERROR" text NOT NULL)""".formatted(table));
            case REFUSED_CHANGE -> List.of(createSchema(id.schema()), """
                    CREATE TABLE IF NOT EXISTS %s (
                        "id" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                        "task" varchar(255) NOT NULL,
                        "source_schema" varchar(128) NOT NULL,
                        "source_table" varchar(128) NOT NULL,
                        "kind" varchar(16) NOT NULL,
                        "position" text NOT NULL,
                        "key_image" text NOT NULL,
                        "before_image" text,
                        "after_image" text,
                        "error_code" varchar(64) NOT NULL,
                        "sql_state" varchar(8),
                        "message" text NOT NULL,
                        "attempts" integer NOT NULL,
                        "refused_at" timestamp NOT NULL)""".formatted(table));
            case SUSPENDED_TABLES -> List.of(createSchema(id.schema()), """
                    CREATE TABLE IF NOT EXISTS %s (
                        "server_name" varchar(128) NOT NULL,
                        "task_name" varchar(128) NOT NULL,
                        "table_owner" varchar(128) NOT NULL,
                        "table_name" varchar(128) NOT NULL,
                        "suspend_reason" varchar(32) NOT NULL,
                        "suspend_timestamp" timestamp NOT NULL)""".formatted(table), """
                    CREATE UNIQUE INDEX IF NOT EXISTS "awsdms_suspended_tables_task_suspended_tables_index"
                        ON %s ("server_name", "task_name", "table_owner", "table_name")""".formatted(table));
        };
    }

    /** The weakest that a {@code FOR UPDATE} waits for; those who update other columns than keys do not wait. */
    @Override
    public String shareLock() {
        return "FOR KEY SHARE";
    }

    @Override
    public String columnType(TableSchema wanted, ColumnSchema column) {
        return wanted.family() == EngineFamily.POSTGRES && column.isDeclared()
                ? column.nativeType()
                : TypeMapping.of(column.type());
    }

    @Override
    public List<String> createTable(TableSchema wanted) {
        List<String> parts = new ArrayList<>();
        for (ColumnSchema column : wanted.columns()) {
            parts.add(definition(wanted, column));
        }
        wanted.primaryKey().ifPresent(key -> parts.add("PRIMARY KEY (" + quoted(key.columns()) + ")"));
        return List.of(
                createSchema(wanted.id().schema()),
                "CREATE TABLE " + table(wanted.id()) + " (\n    " + String.join(",\n    ", parts) + ")");
    }

    @Override
    public List<String> alterTable(TableSchema wanted, TableChanges changes) {
        List<String> actions = new ArrayList<>();
        for (String name : changes.dropped()) {
            actions.add("DROP COLUMN IF EXISTS " + quoted(name));
        }
        for (ColumnSchema column : changes.retyped()) {
            actions.add("ALTER COLUMN " + quoted(column.name()) + " TYPE " + retype(wanted, column));
        }
        for (String name : changes.relaxed()) {
            actions.add("ALTER COLUMN " + quoted(name) + " DROP NOT NULL");
        }
        for (ColumnSchema column : changes.added()) {
            actions.add("ADD COLUMN IF NOT EXISTS " + addition(wanted, column));
        }
        return List.of("ALTER TABLE " + table(wanted.id()) + "\n    " + String.join(",\n    ", actions));
    }

    @Override
    public String addUniqueKey(TableSchema wanted, KeySchema key) {
        return "ALTER TABLE " + table(wanted.id()) + " ADD CONSTRAINT " + quoted(indexName(wanted, key.name()))
                + (key.nullsDistinct() ? " UNIQUE (" : " UNIQUE NULLS NOT DISTINCT (") + quoted(key.columns()) + ")";
    }

    @Override
    public String indexName(TableSchema wanted, String sourceName) {
        return IndexSql.name(wanted, sourceName);
    }

    @Override
    public Optional<String> addIndex(TableSchema wanted, IndexSchema index) {
        return IndexSql.create(wanted, index);
    }

    @Override
    public String addForeignKey(TableSchema wanted, ForeignKeySchema key) {
        return "ALTER TABLE " + table(wanted.id()) + " ADD CONSTRAINT " + quoted(IndexSql.fitting(key.name()))
                + " FOREIGN KEY (" + quoted(key.columns()) + ") REFERENCES " + table(key.parent()) + " ("
                + quoted(key.parentColumns()) + ")" + action(" ON DELETE ", key.onDelete())
                + action(" ON UPDATE ", key.onUpdate()) + (key.deferrable() ? " DEFERRABLE" : "");
    }

    @Override
    public List<String> completeColumns(TableSchema wanted, TableSchema target) {
        return ColumnFill.statements(wanted, target);
    }

    @Override
    public ErrorCode classify(SQLException failure) {
        return errors.classify(failure);
    }

    @Override
    public Optional<TlsFailure> tlsFailure(SQLException failure) {
        return TlsFailure.of(failure, PostgresErrors::tlsFailure);
    }

    @Override
    public String explain(SQLException failure) {
        return errors.explain(failure);
    }

    /** {@code CREATE SCHEMA IF NOT EXISTS} would need a grant on the database even if there is nothing to do. */
    private static String createSchema(String schema) {
        return "DO $millrace$ BEGIN IF to_regnamespace(" + literal(quoted(schema)) + ") IS NULL THEN CREATE SCHEMA "
                + quoted(schema) + "; END IF; END $millrace$";
    }

    private String definition(TableSchema wanted, ColumnSchema column) {
        String type = quoted(column.name()) + " " + columnType(wanted, column);
        if (column.fill() == Fill.GENERATED && wanted.family() == EngineFamily.POSTGRES) {
            return type + " GENERATED ALWAYS AS (" + column.expression() + ") STORED";
        }
        return column.nullable() ? type : type + " NOT NULL";
    }

    /** A column that joins a table with rows: rows that the source filled from the default must be filled the same way here. */
    private String addition(TableSchema wanted, ColumnSchema column) {
        String type = quoted(column.name()) + " " + columnType(wanted, column);
        if (column.fill() == Fill.GENERATED && wanted.family() == EngineFamily.POSTGRES) {
            return definition(wanted, column);
        }
        Optional<String> expression = ColumnFill.defaultOf(wanted, column);
        if (expression.isEmpty()) {
            return type;
        }
        return type + " DEFAULT " + expression.get() + (column.nullable() ? "" : " NOT NULL");
    }

    /**
     * Through the value's text, since few types have a cast that happens by itself; but a cast written out would cut text and bits
     * that are too long instead of refusing them.
     */
    private String retype(TableSchema wanted, ColumnSchema column) {
        String type = columnType(wanted, column);
        if (type.startsWith("character") || type.startsWith("bit")) {
            return type;
        }
        int collation = type.indexOf(" COLLATE ");
        String cast = collation < 0 ? type : type.substring(0, collation);
        return type + " USING " + quoted(column.name()) + "::text::" + cast;
    }

    private static String action(String words, String action) {
        return action.isEmpty() || action.equals("NO ACTION") ? "" : words + action;
    }
}
