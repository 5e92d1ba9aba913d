package dev.millrace.emulated.sqlserver;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Parts of transactions that are taken back: "SAVE TRANSACTION" and "ROLLBACK TRANSACTION" of SQL Server 2022's documentation. */
class SavepointTest {
    private static final List<String> COLUMNS = List.of("id", "name");

    private final EmulatedSqlServer server = EmulatedSqlServer.start();
    private final EmulatedDatabase database = server.createDatabase("savepoints", "reader", "secret");

    @BeforeEach
    void create() {
        database.createSchema("sales");
        database.createTable(EmulatedTable.of(
                "sales",
                "items",
                List.of(EmulatedColumn.of("id", "int", false), EmulatedColumn.of("name", "nvarchar(20)", true)),
                List.of("id")));
        database.enableCapture("sales", "items", "sales_items");
    }

    @AfterEach
    void close() {
        database.close();
        server.close();
    }

    private static void insert(EmulatedTransaction transaction, int id) {
        transaction.insert("sales", "items", COLUMNS, List.of(List.of(id, "n")));
    }

    private List<String> query(String sql) throws SQLException {
        String url = "jdbc:emulated-sqlserver://127.0.0.1:" + server.port() + "/savepoints";
        try (Connection connection = DriverManager.getConnection(url, "reader", "secret");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCK_TIMEOUT 50");
            try (ResultSet result = statement.executeQuery(sql)) {
                List<String> values = new ArrayList<>();
                while (result.next()) {
                    values.add(result.getString(1));
                }
                return values;
            }
        }
    }

    @Test
    void whatIsTakenBackIsNeitherInTheTableNorCaptured() throws SQLException {
        database.transaction(transaction -> {
            insert(transaction, 1);
            EmulatedTransaction.Savepoint savepoint = transaction.save();
            insert(transaction, 2);
            transaction.update("sales", "items", Map.of("id", 1), Map.of("name", "in vain"));
            savepoint.rollbackTo();
            insert(transaction, 3);
            savepoint.rollbackTo();
            insert(transaction, 4);
        });
        assertThat(database.rows("sales", "items", List.of("id", "name")))
                .containsExactlyInAnyOrder(List.of("1", "n"), List.of("4", "n"));
        assertThat(
                        query(
                                "SELECT [__$start_lsn], [__$operation], [id] FROM [savepoints].cdc.[sales_items_CT] ORDER BY [id]"))
                .hasSize(2);
    }

    /** "ROLLBACK TRANSACTION savepoint_name … doesn't free any locks". */
    @Test
    void tableStaysLockedThoughAllOfItIsTakenBack() {
        try (EmulatedTransaction transaction = database.begin()) {
            EmulatedTransaction.Savepoint savepoint = transaction.save();
            insert(transaction, 1);
            savepoint.rollbackTo();
            assertThatThrownBy(
                            () -> query(
                                    "SELECT COUNT(*) FROM (SELECT TOP (1) 1 AS present FROM [sales].[items] WITH (TABLOCK, HOLDLOCK)) AS locked"))
                    .hasMessageContaining("Lock request time out");
        }
    }
}
