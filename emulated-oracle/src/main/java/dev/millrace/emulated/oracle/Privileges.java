package dev.millrace.emulated.oracle;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What statements take of privileges, as the SQL Language Reference of 19c lists them: a flashback query {@code FLASHBACK} on the table or {@code
 * FLASHBACK ANY TABLE}, an alteration {@code ALTER} on the table or {@code ALTER ANY TABLE}, or {@code ALTER DATABASE}. Those to select are not kept.
 */
final class Privileges {
    private static final String NAME = "\"([^\"]+)\"\\.\"([^\"]+)\"";
    private static final Pattern FLASHBACK =
            Pattern.compile(" FROM " + NAME + "(?: (?:SUB)?PARTITION \\([^)]*\\))? AS OF SCN ");
    private static final Pattern ALTER = Pattern.compile("ALTER TABLE " + NAME + " .*");
    private static final String ALTER_DATABASE = "ALTER DATABASE";
    private static final String HELD = "SELECT COUNT(*) FROM (SELECT PRIVILEGE FROM SESSION_PRIVS WHERE PRIVILEGE = ?"
            + " UNION ALL SELECT PRIVILEGE FROM ALL_TAB_PRIVS WHERE PRIVILEGE = ? AND TABLE_SCHEMA = ? AND TABLE_NAME = ?)";

    private Privileges() {}

    /** ORA-01031 if the privilege is missing that the statement takes. */
    static void require(Connection connection, String sql) throws SQLException {
        Matcher flashback = FLASHBACK.matcher(sql);
        Matcher alter = ALTER.matcher(sql);
        if (flashback.find()) {
            require(connection, "FLASHBACK ANY TABLE", "FLASHBACK", flashback.group(1), flashback.group(2));
        } else if (alter.matches()) {
            require(connection, "ALTER ANY TABLE", "ALTER", alter.group(1), alter.group(2));
        } else if (sql.startsWith(ALTER_DATABASE)) {
            require(connection, ALTER_DATABASE, "", "", "");
        }
    }

    private static void require(Connection connection, String any, String privilege, String schema, String table)
            throws SQLException {
        if (schema.equals(EmulatedOracle.USER)) {
            return;
        }
        try (PreparedStatement query = connection.prepareStatement(HELD)) {
            List<String> values = List.of(any, privilege, schema, table);
            for (int i = 0; i < values.size(); i++) {
                query.setString(i + 1, values.get(i));
            }
            try (ResultSet result = query.executeQuery()) {
                result.next();
                if (result.getInt(1) == 0) {
                    throw new SQLException("ORA-01031: insufficient privileges", "42000", 1031);
                }
            }
        }
    }
}
