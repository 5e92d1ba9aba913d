package dev.millrace.sink.postgres;

import dev.millrace.error.ErrorCode;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.jdbc.TargetConnections;
import dev.millrace.sink.jdbc.TargetTables;
import dev.millrace.spi.Finding;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Looks for what would keep a task from writing here. */
final class TargetCheck {
    private static final int OLDEST_MAJOR_VERSION = 12;

    private static final String SERVER = """
            SELECT current_setting('server_version_num')::int / 10000, current_setting('server_encoding'),
                   pg_is_in_recovery(), has_database_privilege(current_database(), 'TEMPORARY'),
                   has_database_privilege(current_database(), 'CREATE'), quote_ident(current_database()),
                   quote_ident(current_user)""";

    private static final String SCHEMA = """
            SELECT n IS NOT NULL,
                   coalesce(has_schema_privilege(n, 'CREATE') AND has_schema_privilege(n, 'USAGE'), false)
            FROM to_regnamespace(?) AS n""";

    private static final String TABLE_GRANTS = """
            SELECT t.place::int, p.name
            FROM unnest(?::text[]) WITH ORDINALITY AS t (name, place),
                 unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS p (name)
            WHERE NOT has_table_privilege(to_regclass(t.name), p.name)
            ORDER BY t.place""";

    private final TargetConnections connections;
    private final TargetTables tables;
    private final UserTypes userTypes;
    private final List<Finding> findings = new ArrayList<>();

    TargetCheck(TargetConnections connections, TargetTables tables, UserTypes userTypes) {
        this.connections = connections;
        this.tables = tables;
        this.userTypes = userTypes;
    }

    /** What the server says about itself and this user. */
    private record Server(
            int majorVersion,
            String encoding,
            boolean standby,
            boolean mayMakeTemporaryTables,
            boolean mayMakeSchemas,
            String database,
            String user) {}

    List<Finding> run(String controlSchema, List<TableSchema> wanted) {
        Server server = connections.call("can't check the target", connection -> {
            try (PreparedStatement query = connection.prepareStatement(SERVER);
                    ResultSet row = query.executeQuery()) {
                return read(row);
            }
        });
        checkServer(server);
        TreeSet<String> schemas = new TreeSet<>();
        schemas.add(controlSchema);
        wanted.forEach(table -> schemas.add(table.id().schema()));
        schemas.forEach(schema -> checkSchema(server, schema));
        checkTables(server, wanted);
        return List.copyOf(findings);
    }

    private static Server read(ResultSet row) throws SQLException {
        row.next();
        return new Server(
                row.getInt(1),
                row.getString(2),
                row.getBoolean(3),
                row.getBoolean(4),
                row.getBoolean(5),
                row.getString(6),
                row.getString(7));
    }

    private void checkServer(Server server) {
        if (server.majorVersion() < OLDEST_MAJOR_VERSION) {
            findings.add(Finding.blocking(
                    ErrorCode.TARGET_SETTING_WRONG,
                    "the target is PostgreSQL " + server.majorVersion(),
                    "use PostgreSQL " + OLDEST_MAJOR_VERSION + " or newer"));
        }
        if (server.standby()) {
            findings.add(Finding.blocking(
                    ErrorCode.TARGET_SETTING_WRONG, "the target is a standby", "connect to the primary"));
        }
        if (!server.encoding().equals("UTF8")) {
            findings.add(Finding.warning(
                    ErrorCode.TARGET_SETTING_WRONG,
                    "the target database has encoding " + server.encoding() + ", which can't hold every character",
                    "create the database with ENCODING 'UTF8'"));
        }
        if (!server.mayMakeTemporaryTables()) {
            findings.add(Finding.blocking(
                    ErrorCode.TARGET_GRANT_MISSING,
                    "user " + server.user() + " can't make temporary tables in database " + server.database(),
                    "run: GRANT TEMPORARY ON DATABASE " + server.database() + " TO " + server.user()));
        }
    }

    private void checkSchema(Server server, String schema) {
        String quoted = PostgresDialect.quoted(schema);
        boolean[] state = connections.call("can't check schema " + schema, connection -> {
            try (PreparedStatement query = connection.prepareStatement(SCHEMA)) {
                query.setString(1, quoted);
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    return new boolean[] {row.getBoolean(1), row.getBoolean(2)};
                }
            }
        });
        if (!state[0] && !server.mayMakeSchemas()) {
            findings.add(Finding.blocking(
                    ErrorCode.TARGET_GRANT_MISSING,
                    "there is no schema " + schema + " and user " + server.user() + " can't make it",
                    "run: CREATE SCHEMA " + quoted + " AUTHORIZATION " + server.user()));
        } else if (state[0] && !state[1]) {
            findings.add(Finding.warning(
                    ErrorCode.TARGET_GRANT_MISSING,
                    "user " + server.user() + " can't make tables in schema " + schema,
                    "if the task is to make tables there, run: GRANT USAGE, CREATE ON SCHEMA " + quoted + " TO "
                            + server.user()));
        }
    }

    private void checkTables(Server server, List<TableSchema> wanted) {
        Map<TableId, TableSchema> targets =
                tables.describe(wanted.stream().map(TableSchema::id).toList());
        missingGrants(List.copyOf(targets.keySet())).forEach((table, grants) -> addGrants(server, table, grants));
        for (TableSchema table : wanted) {
            TableSchema target = targets.get(table.id());
            if (target != null) {
                checkKey(table, target);
            } else {
                checkTypes(table);
            }
        }
    }

    private Map<TableId, List<String>> missingGrants(List<TableId> present) {
        return connections.call("can't check the grants on tables", connection -> {
            Map<TableId, List<String>> missing = new LinkedHashMap<>();
            try (PreparedStatement query = connection.prepareStatement(TABLE_GRANTS)) {
                Object[] names = present.stream().map(PostgresDialect::quoted).toArray();
                query.setArray(1, connection.createArrayOf("text", names));
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        missing.computeIfAbsent(present.get(row.getInt(1) - 1), none -> new ArrayList<>())
                                .add(row.getString(2));
                    }
                }
            }
            return missing;
        });
    }

    private void addGrants(Server server, TableId table, List<String> missing) {
        findings.add(Finding.blocking(
                ErrorCode.TARGET_GRANT_MISSING,
                "user " + server.user() + " lacks " + String.join(", ", missing) + " on table " + table,
                "run: GRANT " + String.join(", ", missing) + " ON TABLE " + PostgresDialect.quoted(table) + " TO "
                        + server.user()));
    }

    private void checkKey(TableSchema wanted, TableSchema target) {
        if (wanted.identifyingKey().isPresent() && target.identifyingKey().isEmpty()) {
            findings.add(Finding.warning(
                    ErrorCode.TARGET_TABLE_MISMATCH,
                    "target table " + wanted.id() + " has no key, so every update and delete searches all of it",
                    "run: ALTER TABLE " + PostgresDialect.quoted(wanted.id()) + " ADD PRIMARY KEY ("
                            + PostgresDialect.quoted(
                                    wanted.identifyingKey().get().columns())
                            + ")"));
        }
    }

    private void checkTypes(TableSchema wanted) {
        for (ColumnSchema column : userTypes.unresolved(wanted)) {
            findings.add(Finding.warning(
                    ErrorCode.TYPE_NOT_REPRESENTABLE,
                    "the target has no type " + column.nativeType() + ", so column " + column.name() + " of table "
                            + wanted.id() + " becomes " + TypeMapping.of(column.type()),
                    "to keep the type, create it on the target before the task starts"));
        }
        for (ColumnSchema column : wanted.columns()) {
            if (ColumnFill.isUntranslatable(wanted, column)) {
                findings.add(Finding.warning(
                        ErrorCode.TYPE_NOT_REPRESENTABLE,
                        (column.fill() == Fill.GENERATED ? "the generation expression" : "the default") + " of column "
                                + column.name() + " of table " + wanted.id()
                                + " is not translated; its values are replicated like those of any column",
                        "before the target is written to by anybody else, set it by hand; on the source it is: "
                                + column.expression()));
            }
        }
    }
}
