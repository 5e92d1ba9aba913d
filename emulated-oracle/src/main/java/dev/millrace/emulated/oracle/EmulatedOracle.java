package dev.millrace.emulated.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.tools.RunScript;
import org.h2.tools.Server;
import org.jspecify.annotations.Nullable;

/**
 * A database that looks like Oracle 19c to the statements it knows. Rows are kept with the numbers between which they were current, so flashback
 * queries are exact; what transactions do is written to {@code V$LOGMNR_CONTENTS} when they do it, and becomes visible when they commit.
 *
 * <p>What it is not: constraints are told and not enforced, sessions do not wait for each other's rows, and everything has been archived the moment
 * it is written.
 *
 * <p>Thread-safe; transactions belong to one thread each.
 */
public final class EmulatedOracle implements AutoCloseable {
    /** The user of sources. */
    public static final String USER = "MILLRACE";

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Object STARTING = new Object();
    private static @Nullable Server server;

    private final String database = "oracle" + COUNT.incrementAndGet();
    private final Map<String, OracleTable> tables = new ConcurrentHashMap<>();
    private final Connection administrator;
    private final String password;

    private EmulatedOracle(String password) {
        this.password = password;
        try {
            administrator = DriverManager.getConnection(memory() + ";DB_CLOSE_DELAY=-1", "SYS", "sys");
            try (InputStream script = EmulatedOracle.class.getResourceAsStream("dictionary.sql");
                    Reader text =
                            new InputStreamReader(java.util.Objects.requireNonNull(script), StandardCharsets.UTF_8)) {
                RunScript.execute(administrator, text);
            }
            execute("CREATE USER " + USER + " PASSWORD '" + password + "' ADMIN");
            createSchema(USER);
        } catch (SQLException | IOException failure) {
            throw new IllegalStateException("the emulated database can't be made", failure);
        }
    }

    /** A new database without tables. */
    public static EmulatedOracle start(String password) {
        return new EmulatedOracle(password);
    }

    private String memory() {
        return "jdbc:h2:mem:" + database + EmulatedOracleDriver.SETTINGS;
    }

    /** Where the server of this process listens, on the loopback address. */
    public int port() {
        synchronized (STARTING) {
            try {
                if (server == null) {
                    server = Server.createTcpServer("-tcpPort", "0", "-tcpDaemon", "-ifExists")
                            .start();
                }
                return server.getPort();
            } catch (SQLException failure) {
                throw new IllegalStateException("no server for the emulated database", failure);
            }
        }
    }

    /** How {@link EmulatedOracleDriver} reaches the database through a port, which may be that of a proxy. */
    public String jdbcUrl(int port) {
        return EmulatedOracleDriver.PREFIX + "//127.0.0.1:" + port + "/" + database;
    }

    /** The password of {@link #USER}. */
    public String password() {
        return password;
    }

    /** Makes a schema, which is a user. */
    public void createSchema(String name) {
        execute(
                "CREATE SCHEMA IF NOT EXISTS " + OracleTable.quoted(name),
                "INSERT INTO ALL_USERS VALUES ('" + name + "', 100, 'N')");
    }

    /** Makes a table; with supplemental logging of all columns if asked for. */
    public void createTable(OracleTable table, boolean logsAllColumns) {
        tables.put(table.quoted(), table);
        TableCreation creation = new TableCreation(table);
        execute(creation.statements().toArray(String[]::new));
        if (logsAllColumns) {
            logAllColumns(table.schema(), table.name());
        }
    }

    /** As {@code ALTER TABLE … ADD SUPPLEMENTAL LOG DATA (ALL) COLUMNS}. */
    public void logAllColumns(String schema, String table) {
        execute(KnownStatements.logAllColumns(schema, table));
    }

    /** As {@code ALTER TABLE … ADD}, which is logged as DDL in a transaction of its own. */
    public void addColumn(String schema, String table, OracleTable.Column column) {
        OracleTable wider = table(schema, table).with(column);
        try (OracleTransaction ddl = begin()) {
            ddl.define(
                    wider,
                    "alter table " + wider.quoted() + " add " + OracleTable.quoted(column.name()) + " "
                            + column.declaration() + ";",
                    new TableCreation(wider).addition(column));
            tables.put(wider.quoted(), wider);
        }
    }

    /** The table as it was made. */
    OracleTable table(String schema, String name) {
        OracleTable table = tables.get(OracleTable.quoted(schema) + "." + OracleTable.quoted(name));
        if (table == null) {
            throw new IllegalArgumentException("ORA-00942: table or view does not exist: " + schema + "." + name);
        }
        return table;
    }

    /** A session that writes. Its first change begins a transaction. */
    public OracleTransaction begin() {
        try {
            Connection connection = DriverManager.getConnection(memory(), "SYS", "sys");
            connection.setAutoCommit(false);
            return new OracleTransaction(this, connection);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The committed rows as they are now; bytes as hexadecimal digits. */
    public List<List<@Nullable String>> rows(String schema, String table) {
        OracleTable known = table(schema, table);
        StringBuilder columns = new StringBuilder();
        known.columns()
                .forEach(column ->
                        columns.append(columns.isEmpty() ? "" : ", ").append(OracleTable.quoted(column.name())));
        return query("SELECT " + columns + " FROM " + known.quoted() + " WHERE " + RowVersions.CURRENT);
    }

    /** Runs a query as the administrator. */
    public List<List<@Nullable String>> query(String sql) {
        try (Statement statement = administrator.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<List<@Nullable String>> rows = new ArrayList<>();
            while (result.next()) {
                List<@Nullable String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(RowVersions.text(result, i));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    /** Changes the dictionary as the administrator: {@code V$DATABASE}, privileges. */
    public void execute(String... statements) {
        synchronized (administrator) {
            try (Statement statement = administrator.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
            } catch (SQLException failure) {
                throw new IllegalStateException(String.join("; ", statements), failure);
            }
        }
    }

    /** The last number that was given out. */
    public long currentScn() {
        return Long.parseLong(String.valueOf(
                query("SELECT CURRENT_SCN FROM V$DATABASE").get(0).get(0)));
    }

    /** Ends the current log and archives it. */
    public void switchLog() {
        long scn = currentScn() + 1;
        execute(
                "INSERT INTO V$ARCHIVED_LOG SELECT '/u01/archive/1_' || SEQUENCE# || '.arc', 1, 1, SEQUENCE#, 1, TIMESTAMP"
                        + " '2026-01-01 00:00:00', FIRST_CHANGE#, " + scn
                        + ", FIRST_TIME, CURRENT_TIMESTAMP, 100, 512, 'YES', 'NO', 'A', 'NO', 'NO', 'NO' FROM V$LOG"
                        + " WHERE STATUS = 'CURRENT'",
                "UPDATE V$LOG SET SEQUENCE# = SEQUENCE# + 1, GROUP# = MOD(GROUP#, 3) + 1, FIRST_CHANGE# = " + scn
                        + ", FIRST_TIME = CURRENT_TIMESTAMP");
    }

    /** Deletes every archived log, with what was in them, as RMAN does: the view goes on telling that they were there. */
    public void deleteArchivedLogs() {
        execute(
                "UPDATE V$ARCHIVED_LOG SET NAME = NULL, DELETED = 'YES', STATUS = 'D'",
                "DELETE FROM V$LOGMNR_CONTENTS WHERE SCN < (SELECT MIN(FIRST_CHANGE#) FROM V$LOG)");
    }

    /** As if the undo of all that was changed so far had been used for something else: nothing can be read any more as it was before. */
    public void forgetUndo() {
        execute("UPDATE UNDO$ SET OLDEST = (SELECT CURRENT_SCN FROM V$DATABASE)");
    }

    /** How many sessions of {@link #USER} there are. */
    public int sessions() {
        return query("SELECT SESSION_ID FROM INFORMATION_SCHEMA.SESSIONS WHERE USER_NAME = '" + USER + "'")
                .size();
    }

    static String hexadecimal(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public void close() {
        try (Statement statement = administrator.createStatement()) {
            statement.execute("SHUTDOWN IMMEDIATELY");
        } catch (SQLException gone) {
            // it is closed by what was asked of it
        }
    }
}
