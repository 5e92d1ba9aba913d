package dev.millrace.crash;

import dev.millrace.examples.cli.Database;
import dev.millrace.lake.DataLake;
import dev.millrace.servers.DatabaseServer;
import dev.millrace.servers.MySqlServer;
import dev.millrace.servers.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where the rows of an emulated Oracle go, and what is there of them. */
interface OracleTarget extends AutoCloseable {
    /** How many employees there are before a task begins, numbered from 0. */
    int LOADED = 3_000;

    /** The target that a pair such as {@code oracle-mysql} names. */
    static OracleTarget of(String pair, Path folder) throws IOException, SQLException {
        String name = pair.substring(pair.indexOf('-') + 1);
        return switch (name) {
            case "postgres" -> new Rows(Database.create(PostgresServer.builder().start(), "hr"));
            case "mysql" -> new Rows(Database.create(MySqlServer.builder().start(), "hr"));
            case "dynamodb" -> new Items(ItemTarget.start(folder.resolve("dynamodb")));
            case "s3" -> OracleLake.of(DataLake.start(Files.createDirectories(folder.resolve("s3"))));
            default -> throw new IllegalArgumentException("no target of this test: " + name);
        };
    }

    /** What a task file says about it. */
    String endpoint();

    /** Further rules of the task, each with a comma in front. */
    default String rules() {
        return "";
    }

    /** Whether tables without a key can go there. */
    boolean takesKeyless();

    /** Rises with the changes of {@code employees}; 0 while there are loaded rows alone, negative before there are any. */
    long progress() throws SQLException;

    private static long hiredSince(long lastId) {
        return Math.max(0, lastId - (LOADED - 1));
    }

    /** What there is of a table of two columns, in the form of {@link #shown}. */
    List<String> content(String table, List<String> columns) throws SQLException;

    /** A row of such a table. */
    String shown(List<String> columns, List<@Nullable String> row);

    @Override
    void close();

    /** A schema of a database. */
    record Rows(Database database) implements OracleTarget {
        @Override
        public String endpoint() {
            return database.endpoint();
        }

        @Override
        public boolean takesKeyless() {
            return true;
        }

        @Override
        public long progress() throws SQLException {
            String tables =
                    "SELECT 1 FROM information_schema.tables WHERE table_schema = 'hr' AND table_name = 'employees'";
            return database.rows(tables).isEmpty()
                    ? -1
                    : hiredSince(Long.parseLong(database.rows("SELECT coalesce(max(id), 0) FROM hr.employees")
                            .get(0)));
        }

        @Override
        public List<String> content(String table, List<String> columns) throws SQLException {
            return database.rows("SELECT " + String.join(", ", columns) + " FROM hr." + table);
        }

        @Override
        public String shown(List<String> columns, List<@Nullable String> row) {
            return String.join(" ", row.stream().map(String::valueOf).toList());
        }

        @Override
        public void close() {
            DatabaseServer server = database.server();
            server.close();
        }
    }

    /** Tables of items. */
    record Items(ItemTarget items) implements OracleTarget {
        @Override
        public String endpoint() {
            return items.endpoint();
        }

        @Override
        public boolean takesKeyless() {
            return false;
        }

        @Override
        public long progress() {
            return items.numbers("employees", "id", "id").keySet().stream()
                    .mapToLong(OracleTarget::hiredSince)
                    .max()
                    .orElse(-1);
        }

        @Override
        public List<String> content(String table, List<String> columns) {
            return items.items(table);
        }

        @Override
        public String shown(List<String> columns, List<@Nullable String> row) {
            TreeMap<String, String> item = new TreeMap<>();
            for (int i = 0; i < row.size(); i++) {
                String value = row.get(i);
                if (value != null) {
                    item.put(columns.get(i), value);
                }
            }
            return item.toString();
        }

        @Override
        public void close() {
            items.close();
        }
    }
}
