package dev.millrace.emulated.oracle;

import dev.millrace.emulated.oracle.OracleTable.Column;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is answered is answered as Oracle would; everything else is refused with its text. */
@SuppressWarnings("NullAway.Init") // JUnit calls open before any test
class StatementsTest {
    private EmulatedOracle oracle;
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        oracle = EmulatedOracle.start("secret");
        oracle.createSchema("HR");
        oracle.createTable(
                OracleTable.of("HR", "ITEMS", Column.of("ID", "NUMBER(9)").notNull(), Column.of("NOTE", "CLOB"))
                        .withPrimaryKey("ID"),
                true);
        Properties login = new Properties();
        login.setProperty("user", EmulatedOracle.USER);
        login.setProperty("password", "secret");
        connection = new EmulatedOracleDriver().connect(oracle.jdbcUrl(oracle.port()), login);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        oracle.close();
    }

    private List<@Nullable String> asked(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<@Nullable String> values = new ArrayList<>();
            while (result.next()) {
                values.add(result.getString(1));
            }
            return values;
        }
    }

    private void change(String note) {
        try (OracleTransaction transaction = oracle.begin()) {
            transaction.delete("HR", "ITEMS", Map.of("ID", "1"));
            transaction.insert("HR", "ITEMS", List.of(List.of("1", note)));
            transaction.commit();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM \"HR\".\"ITEMS\"",
                "SELECT \"ID\" FROM \"HR\".\"ITEMS\" WHERE \"ID\" = 1",
                "SELECT * FROM \"HR\".\"ITEMS\" WHERE 1 = 0",
                "SELECT \"ID\" FROM \"HR\".\"ITEMS\" WHERE 1 IN (SELECT 1 FROM ALL_TABLES)",
                "SELECT SCN FROM V$LOGMNR_CONTENTS",
                "INSERT INTO \"HR\".\"ITEMS\" VALUES (1, NULL)",
                "DELETE FROM V$DATABASE",
                "ALTER TABLE \"HR\".\"ITEMS\" ADD SUPPLEMENTAL LOG DATA (PRIMARY KEY) COLUMNS",
                "ALTER DATABASE ADD SUPPLEMENTAL LOG DATA (ALL) COLUMNS",
                "BEGIN DBMS_LOGMNR.SOMETHING(1); END;",
                "CREATE TABLE \"X\" (A NUMBER)",
                "DROP TABLE \"HR\".\"ITEMS\""
            })
    void statementThatIsNotKnownIsRefusedWithItsText(String sql) {
        assertThatThrownBy(() -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute(sql);
                    }
                })
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("does not know the statement")
                .hasMessageContaining(sql);
    }

    @Test
    void questionOfTheDriverThatIsNotKnownIsRefused() {
        assertThatThrownBy(() -> connection.getMetaData().getProcedures(null, null, null))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("getProcedures");
    }

    @Test
    void typeThatIsNotKnownIsRefused() {
        assertThatThrownBy(() -> oracle.createTable(OracleTable.of("HR", "MAPS", Column.of("G", "SDO_GEOMETRY")), true))
                .hasMessageContaining("SDO_GEOMETRY");
    }

    @Test
    void flashbackQueryShowsRowsAsTheyWere() throws SQLException {
        change("before");
        long then = oracle.currentScn();
        change("after");
        assertThat(asked("SELECT \"NOTE\" FROM \"HR\".\"ITEMS\" AS OF SCN " + then))
                .containsExactly("before");
        assertThat(asked("SELECT \"NOTE\" FROM \"HR\".\"ITEMS\" AS OF SCN " + oracle.currentScn()))
                .containsExactly("after");
    }

    @Test
    void whatIsNotGrantedIsRefusedAsOracleDoes() {
        oracle.execute("DELETE FROM SESSION_PRIVS");
        for (String sql : List.of(
                "SELECT 1 FROM \"HR\".\"ITEMS\" AS OF SCN 1000",
                "ALTER TABLE \"HR\".\"ITEMS\" ADD SUPPLEMENTAL LOG DATA (ALL) COLUMNS",
                "ALTER DATABASE ADD SUPPLEMENTAL LOG DATA")) {
            assertThatThrownBy(() -> asked(sql)).hasMessageContaining("ORA-01031");
        }
    }

    @Test
    void wrongPasswordAndUnknownViewHaveOraclesNumbers() {
        assertThatThrownBy(
                        () -> DriverManager.getConnection(oracle.jdbcUrl(oracle.port()), EmulatedOracle.USER, "wrong"))
                .hasMessageContaining("ORA-01017");
        assertThatThrownBy(() -> asked("SELECT COUNT(*) FROM V$NOT_THERE")).hasMessageContaining("ORA-00942");
    }

    @Test
    void logTellsWhatIsRolledBackAndThatItIs() {
        try (OracleTransaction transaction = oracle.begin()) {
            transaction.insert("HR", "ITEMS", List.of(List.of("1", "x")));
            transaction.rollback();
        }
        assertThat(oracle.query("SELECT OPERATION, ROLLBACK FROM V$LOGMNR_CONTENTS ORDER BY SEQ$"))
                .containsExactly(
                        List.of("START", "0"),
                        List.of("INSERT", "0"),
                        List.of("UPDATE", "0"),
                        List.of("DELETE", "1"),
                        List.of("ROLLBACK", "0"));
        assertThat(oracle.rows("HR", "ITEMS")).isEmpty();
    }
}
