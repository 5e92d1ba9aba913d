package dev.millrace.sink.mysql.dialect;

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
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of one version of MySQL or MariaDB for tables, keys and control tables. */
public final class MySqlDialect implements SqlDialect {
    /** Where DMS keeps its control tables on MySQL (dms-reference §3). */
    public static final String CONTROL_DATABASE = "awsdms_control";

    private static final String NO_DEFAULT = "NULL";
    private static final String ON_UPDATE = " ON UPDATE ";

    private static final Pattern GENERATION =
            Pattern.compile("(.*?)(?:\\s+(STORED|VIRTUAL|PERSISTENT))?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final ServerVersion version;

    public MySqlDialect(ServerVersion version) {
        this.version = version;
    }

    public ServerVersion version() {
        return version;
    }

    @Override
    public EngineFamily family() {
        return EngineFamily.MYSQL;
    }

    @Override
    public String quote(String identifier) {
        return SqlText.quote(identifier);
    }

    @Override
    public String defaultControlSchema() {
        return CONTROL_DATABASE;
    }

    @Override
    public List<String> createControlTable(ControlTable control, TableId id) {
        String columns = switch (control) {
            case TASK -> """
                        `task` varchar(255) NOT NULL,
                        `fence` bigint NOT NULL,
                        `checkpoint` longtext NULL,
                        `commit_time` bigint NULL,
                        `changes` bigint NULL,
                        PRIMARY KEY (`task`)""";
            case LOAD_CHUNK -> """
                        `task` varchar(255) NOT NULL,
                        `source_schema` varchar(128) NOT NULL,
                        `source_table` varchar(128) NOT NULL,
                        `chunk` int NOT NULL,
                        `bounds` longtext NOT NULL,
                        `estimated_rows` bigint NOT NULL,
                        `chunk_name` varchar(255) NOT NULL,
                        `row_count` bigint NULL,
                        `low_position` longtext NULL,
                        `high_position` longtext NULL,
                        PRIMARY KEY (`task`, `source_schema`, `source_table`, `chunk`)""";
            case APPLIED_RANGE -> """
                        `task` varchar(255) NOT NULL,
                        `number` bigint NOT NULL,
                        `from_position` longtext NOT NULL,
                        `to_position` longtext NOT NULL,
                        PRIMARY KEY (`task`, `number`)""";
            case TXN_STATE -> """
                        `SERVER_NAME` varchar(128) NOT NULL,
                        `TASK_NAME` varchar(128) NOT NULL,
                        `STATE_TIME` datetime NOT NULL,
                        `CHECKPOINT` varchar(1024) NOT NULL,
                        UNIQUE KEY `awsdms_txn_state_task_recovery_index` (`SERVER_NAME`, `TASK_NAME`)""";
            case APPLY_EXCEPTIONS -> """
                        `TASK_NAME` varchar(128) NOT NULL,
                        `TABLE_OWNER` varchar(128) NOT NULL,
                        `TABLE_NAME` varchar(128) NOT NULL,
                        `ERROR_TIME` datetime NOT NULL,
                        `STATEMENT` longtext NOT NULL,
                        `ERROR` longtext NOT NULL""";
            case REFUSED_CHANGE -> """
                        `id` bigint NOT NULL AUTO_INCREMENT,
                        `task` varchar(255) NOT NULL,
                        `source_schema` varchar(128) NOT NULL,
                        `source_table` varchar(128) NOT NULL,
                        `kind` varchar(16) NOT NULL,
                        `position` longtext NOT NULL,
                        `key_image` longtext NOT NULL,
                        `before_image` longtext NULL,
                        `after_image` longtext NULL,
                        `error_code` varchar(64) NOT NULL,
                        `sql_state` varchar(8) NULL,
                        `message` longtext NOT NULL,
                        `attempts` int NOT NULL,
                        `refused_at` datetime NOT NULL,
                        PRIMARY KEY (`id`)""";
            case SUSPENDED_TABLES -> """
                        `server_name` varchar(128) NOT NULL,
                        `task_name` varchar(128) NOT NULL,
                        `table_owner` varchar(128) NOT NULL,
                        `table_name` varchar(128) NOT NULL,
                        `suspend_reason` varchar(32) NOT NULL,
                        `suspend_timestamp` datetime NOT NULL,
                        UNIQUE KEY `awsdms_suspended_tables_task_suspended_tables_index`
                            (`server_name`, `task_name`, `table_owner`, `table_name`)""";
        };
        return List.of(
                createDatabase(id.schema()),
                "CREATE TABLE IF NOT EXISTS " + table(id) + " (\n" + columns + "\n) ENGINE=InnoDB"
                        + defaultCharacterSet(version.exactCollation()));
    }

    /** Both servers know this spelling; {@code FOR SHARE} is MySQL's alone. */
    @Override
    public String shareLock() {
        return "LOCK IN SHARE MODE";
    }

    @Override
    public String columnType(TableSchema wanted, ColumnSchema column) {
        if (wanted.family() == EngineFamily.MYSQL && column.isDeclared()) {
            return NativeTypes.adapt(column.nativeType(), version);
        }
        String type = ForeignTypes.of(wanted).type(column);
        return version.mariaDb() && type.equals("json") ? "longtext" : type;
    }

    @Override
    public List<String> createTable(TableSchema wanted) {
        List<String> parts = new ArrayList<>();
        for (ColumnSchema column : wanted.columns()) {
            parts.add(columnDefinition(wanted, column, startsPrimaryKey(wanted, column)));
        }
        wanted.primaryKey().ifPresent(key -> parts.add("PRIMARY KEY (" + SqlText.columns(key.columns()) + ")"));
        String collation = wanted.family() == EngineFamily.MYSQL ? "" : version.exactCollation();
        return List.of(
                createDatabase(wanted.id().schema()),
                "CREATE TABLE " + table(wanted.id()) + " (\n  " + String.join(",\n  ", parts) + "\n) ENGINE=InnoDB"
                        + defaultCharacterSet(collation));
    }

    @Override
    public List<String> alterTable(TableSchema wanted, TableChanges changes) {
        List<String> parts = new ArrayList<>();
        for (ColumnSchema column : changes.added()) {
            parts.add("ADD COLUMN " + columnDefinition(wanted, column, false));
        }
        for (String column : changes.dropped()) {
            parts.add("DROP COLUMN " + quote(column));
        }
        for (ColumnSchema column : changes.retyped()) {
            parts.add("MODIFY COLUMN " + columnDefinition(wanted, column, startsPrimaryKey(wanted, column)));
        }
        for (String name : changes.relaxed()) {
            if (changes.retyped().stream().noneMatch(column -> column.name().equals(name))) {
                ColumnSchema column = wanted.column(wanted.ordinals(List.of(name))[0]);
                parts.add("MODIFY COLUMN " + columnDefinition(wanted, column, false));
            }
        }
        return List.of("ALTER TABLE " + table(wanted.id()) + "\n  " + String.join(",\n  ", parts));
    }

    @Override
    public String addUniqueKey(TableSchema wanted, KeySchema key) {
        return "ALTER TABLE " + table(wanted.id()) + " ADD UNIQUE KEY " + quote(indexName(wanted, key.name())) + " ("
                + SqlText.columns(key.columns()) + ")";
    }

    @Override
    public String indexName(TableSchema wanted, String sourceName) {
        return Identifiers.index(sourceName);
    }

    @Override
    public Optional<String> addIndex(TableSchema wanted, IndexSchema index) {
        String name = quote(indexName(wanted, index.name()));
        return IndexDefinition.of(wanted, index, name, column -> columnType(wanted, column))
                .map(definition -> "ALTER TABLE " + table(wanted.id()) + " ADD " + definition);
    }

    @Override
    public String addForeignKey(TableSchema wanted, ForeignKeySchema key) {
        // names of foreign keys are unique within a database here, and within a table elsewhere
        boolean unique = wanted.family() == EngineFamily.MYSQL
                || key.name().startsWith(wanted.id().table());
        String name = unique ? key.name() : wanted.id().table() + "_" + key.name();
        return "ALTER TABLE " + table(wanted.id()) + " ADD CONSTRAINT " + quote(Identifiers.index(name))
                + " FOREIGN KEY (" + SqlText.columns(key.columns()) + ") REFERENCES " + table(key.parent()) + " ("
                + SqlText.columns(key.parentColumns()) + ")" + action(" ON DELETE ", key.onDelete())
                + action(ON_UPDATE, key.onUpdate());
    }

    /** Defaults and generated columns are made with the table, as they do not slow a load; a number source needs a key first. */
    @Override
    public List<String> completeColumns(TableSchema wanted, TableSchema target) {
        if (target.columns().stream().anyMatch(column -> column.fill() == Fill.IDENTITY)) {
            return List.of();
        }
        for (ColumnSchema column : wanted.columns()) {
            boolean indexed = target.ordinal(column.name()).isPresent() && startsAnyKey(target, column.name());
            if (countsUp(column) && indexed) {
                return List.of("ALTER TABLE " + table(wanted.id()) + " MODIFY COLUMN "
                        + columnDefinition(wanted, column, true));
            }
        }
        return List.of();
    }

    @Override
    public ErrorCode classify(SQLException failure) {
        return MySqlErrors.classify(failure);
    }

    @Override
    public Optional<TlsFailure> tlsFailure(SQLException failure) {
        return TlsFailure.of(failure, MySqlErrors::tlsFailure);
    }

    @Override
    public String explain(SQLException failure) {
        return MySqlErrors.explain(failure);
    }

    private String columnDefinition(TableSchema wanted, ColumnSchema column, boolean withIdentity) {
        String type = columnType(wanted, column);
        boolean sameFamily = wanted.family() == EngineFamily.MYSQL;
        String head = quote(column.name()) + " " + type;
        if (sameFamily && column.fill() == Fill.GENERATED && column.expression() != null) {
            return head + " GENERATED ALWAYS AS " + generation(wanted, column, column.expression())
                    + (column.nullable() || version.mariaDb() ? "" : " NOT NULL");
        }
        boolean nullable = column.nullable() && !isPrimary(wanted, column);
        StringBuilder text = new StringBuilder(head).append(nullable ? " NULL" : " NOT NULL");
        if (withIdentity && countsUp(column)) {
            return text.append(" AUTO_INCREMENT").toString();
        }
        Optional<String> given = sameFamily && column.fill() == Fill.DEFAULT
                ? Optional.ofNullable(column.expression())
                : ForeignDefaults.translate(column, type);
        if (given.isPresent()) {
            boolean onlyUpdates = !nullable && given.get().startsWith(NO_DEFAULT + ON_UPDATE);
            String clause = onlyUpdates ? given.get().substring(NO_DEFAULT.length()) : " DEFAULT " + given.get();
            return text.append(clause).toString();
        }
        // without a default of its own, a NOT NULL timestamp updates itself where explicit_defaults_for_timestamp is
        // off,
        // as it was in MariaDB up to 10.9
        if (!nullable && type.startsWith("timestamp") && version.mariaDb()) {
            text.append(" DEFAULT '1970-01-01 00:00:01'");
        }
        return text.toString();
    }

    /** In parentheses of its own, whatever it has already; kept in the row if it says so, or if a primary key needs it. */
    private static String generation(TableSchema wanted, ColumnSchema column, String expression) {
        Matcher parts = GENERATION.matcher(expression.trim());
        String kind = parts.matches() && parts.group(2) != null ? parts.group(2) : "";
        String body = parts.matches() ? parts.group(1) : expression;
        boolean stored = isPrimary(wanted, column) || (!kind.isEmpty() && !kind.equalsIgnoreCase("VIRTUAL"));
        return "(" + body + ") " + (stored ? "STORED" : "VIRTUAL");
    }

    private static boolean countsUp(ColumnSchema column) {
        boolean identity = column.fill() == Fill.IDENTITY || column.fill() == Fill.IDENTITY_ALWAYS;
        return identity
                && switch (column.type().kind()) {
                    case INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4, UINT8 -> true;
                    default -> false;
                };
    }

    private static boolean isPrimary(TableSchema table, ColumnSchema column) {
        return table.primaryKey()
                .filter(key -> key.columns().contains(column.name()))
                .isPresent();
    }

    private static boolean startsPrimaryKey(TableSchema table, ColumnSchema column) {
        long identities =
                table.columns().stream().filter(MySqlDialect::countsUp).count();
        return identities == 1
                && table.primaryKey()
                        .filter(key -> key.columns().get(0).equals(column.name()))
                        .isPresent();
    }

    private static boolean startsAnyKey(TableSchema table, String column) {
        return table.uniqueKeys().stream().anyMatch(key -> key.columns().get(0).equals(column))
                || table.primaryKey()
                        .filter(key -> key.columns().get(0).equals(column))
                        .isPresent()
                || table.indexes().stream()
                        .anyMatch(index -> !index.columns().isEmpty()
                                && index.columns().get(0).equals(column));
    }

    private static String action(String clause, String action) {
        return action.isEmpty() || action.equals("NO ACTION") || action.equals("SET DEFAULT") ? "" : clause + action;
    }

    private static String createDatabase(String name) {
        return "CREATE DATABASE IF NOT EXISTS " + SqlText.quote(name) + " DEFAULT CHARACTER SET utf8mb4";
    }

    private static String defaultCharacterSet(String collation) {
        return " DEFAULT CHARSET=utf8mb4" + (collation.isEmpty() ? "" : " COLLATE=" + collation);
    }
}
