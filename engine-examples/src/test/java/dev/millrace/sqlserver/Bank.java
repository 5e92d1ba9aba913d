package dev.millrace.sqlserver;

import dev.millrace.emulated.sqlserver.EmulatedColumn;
import dev.millrace.emulated.sqlserver.EmulatedDatabase;
import dev.millrace.emulated.sqlserver.EmulatedSqlServer;
import dev.millrace.emulated.sqlserver.EmulatedTable;
import dev.millrace.emulated.sqlserver.EmulatedTable.ForeignKey;
import dev.millrace.emulated.sqlserver.EmulatedTransaction;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tables like those of the bank in DMS's walkthrough: with a key, with a reference and large values, and without a key. */
final class Bank implements AutoCloseable {
    /** The columns of each table. */
    static final Map<String, List<String>> COLUMNS = columns();

    private static final String SCHEMA = "dbo";
    private static final String PASSWORD = "secret";
    private static final String DATABASE = "BankDatabase";
    private static final int LARGE = 200_000;

    private final EmulatedSqlServer server = EmulatedSqlServer.start();
    private final EmulatedDatabase database = server.createDatabase(DATABASE, "replicator", PASSWORD);

    private static Map<String, List<String>> columns() {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        columns.put("Clients", List.of("ClientId", "FullName", "Balance", "Since"));
        columns.put("OverdraftLog", List.of("OverdraftId", "ClientId", "Reason", "Letter"));
        columns.put("Logins", List.of("ClientId", "Place"));
        return columns;
    }

    void create() {
        database.createSchema(SCHEMA);
        database.createTable(EmulatedTable.of(
                SCHEMA,
                "Clients",
                List.of(
                        EmulatedColumn.of("ClientId", "int", false),
                        EmulatedColumn.of("FullName", "nvarchar(60)", false),
                        EmulatedColumn.of("Balance", "money", true),
                        EmulatedColumn.of("Since", "datetime2(6)", true)),
                List.of("ClientId")));
        database.createTable(new EmulatedTable(
                SCHEMA,
                "OverdraftLog",
                List.of(
                        EmulatedColumn.of("OverdraftId", "bigint", false),
                        EmulatedColumn.of("ClientId", "int", false),
                        EmulatedColumn.of("Reason", "nvarchar(100)", true),
                        EmulatedColumn.of("Letter", "nvarchar(max)", true)),
                List.of("OverdraftId"),
                Map.of(),
                Map.of("IX_Client", List.of("ClientId")),
                List.of(new ForeignKey(
                        "FK_Client", List.of("ClientId"), SCHEMA, "Clients", List.of("ClientId"), "NO ACTION"))));
        database.createTable(EmulatedTable.of(
                SCHEMA,
                "Logins",
                List.of(EmulatedColumn.of("ClientId", "int", true), EmulatedColumn.of("Place", "nvarchar(20)", true)),
                List.of()));
        COLUMNS.keySet().forEach(table -> database.enableCapture(SCHEMA, table, SCHEMA + "_" + table));
    }

    /** So many clients, of which every tenth has a large letter. */
    void fill(int clients) {
        database.transaction(changes -> {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            List<List<@Nullable Object>> logins = new ArrayList<>();
            for (int id = 1; id <= clients; id++) {
                rows.add(Arrays.asList(
                        id,
                        "Zoë O'Neil " + id,
                        id % 7 == 0 ? null : id + ".1234",
                        "2026-01-31 10:20:30.00000" + id % 10));
                logins.add(Arrays.asList(id % 5, "home"));
            }
            changes.insert(SCHEMA, "Clients", columnsOf("Clients"), rows);
            changes.insert(SCHEMA, "Logins", columnsOf("Logins"), logins);
            for (int id = 10; id <= clients; id += 10) {
                overdraw(changes, id, id);
            }
        });
    }

    private static void overdraw(EmulatedTransaction changes, int overdraft, int client) {
        changes.insert(
                SCHEMA,
                "OverdraftLog",
                columnsOf("OverdraftLog"),
                List.of(Arrays.asList(overdraft, client, "n° " + overdraft, letter(overdraft))));
    }

    private static String letter(int number) {
        return ("letter " + number + " 😀 ").repeat(LARGE / 10);
    }

    /**
     * Several changes of the same rows in two transactions, large values that change and that don't, and equal rows.
     *
     * @return the log sequence numbers of both
     */
    List<String> change() throws SQLException {
        List<String> places = new ArrayList<>();
        database.transaction(changes -> {
            for (int i = 0; i < 5; i++) {
                changes.update(SCHEMA, "Clients", Map.of("ClientId", 1), Map.of("Balance", "100.000" + i));
            }
            changes.insert(SCHEMA, "Clients", columnsOf("Clients"), List.of(Arrays.asList(5001, "new", null, null)));
            overdraw(changes, 5001, 5001);
            changes.update(SCHEMA, "OverdraftLog", Map.of("OverdraftId", 10), Map.of("Reason", "only this"));
            changes.update(SCHEMA, "OverdraftLog", Map.of("OverdraftId", 20), Map.of("Letter", letter(9)));
        });
        places.add(place());
        database.transaction(changes -> {
            changes.delete(SCHEMA, "OverdraftLog", Map.of("OverdraftId", 30));
            changes.delete(SCHEMA, "Clients", Map.of("ClientId", 30));
            changes.insert(
                    SCHEMA,
                    "Logins",
                    columnsOf("Logins"),
                    List.of(Arrays.asList(7, "twin"), Arrays.asList(7, "twin"), Arrays.asList(null, null)));
            changes.delete(SCHEMA, "Logins", Map.of("ClientId", 3, "Place", "home"));
        });
        places.add(place());
        return places;
    }

    /** The log sequence number of the last transaction, as the server shows it in texts. */
    private String place() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), "replicator", PASSWORD);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT sys.fn_cdc_get_max_lsn()")) {
            row.next();
            String digits = HexFormat.of().formatHex(row.getBytes(1));
            return digits.substring(0, 8) + ":" + digits.substring(8, 16) + ":" + digits.substring(16);
        }
    }

    private String url() {
        return "jdbc:emulated-sqlserver://127.0.0.1:" + server.port() + "/" + DATABASE;
    }

    private static List<String> columnsOf(String table) {
        return COLUMNS.getOrDefault(table, List.of());
    }

    /** The committed rows, columns joined by blanks. */
    List<String> rows(String table) {
        return database.rows(SCHEMA, table, columnsOf(table)).stream()
                .map(row -> String.join(" ", row.stream().map(String::valueOf).toList()))
                .toList();
    }

    /** What a task file says about it. */
    String endpoint() {
        return """
                {"EngineName": "sqlserver", "ServerName": "127.0.0.1", "Port": %d, "DatabaseName": "%s",
                 "Username": "replicator", "Password": "%s", "SslMode": "none",
                 "EngineSettings": {"JdbcUrl": "%s", "ReaderPollMilliseconds": 50}}""".formatted(server.port(), DATABASE, PASSWORD, url());
    }

    @Override
    public void close() {
        database.close();
        server.close();
    }
}
