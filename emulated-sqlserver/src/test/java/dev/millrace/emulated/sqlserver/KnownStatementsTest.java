package dev.millrace.emulated.sqlserver;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What nobody has taught the emulation is refused, and not answered somehow. */
class KnownStatementsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SELECT 1",
                "SELECT * FROM [sales].[items]",
                "SELECT COUNT(*) FROM [sales].[items]",
                "SELECT [id] FROM [sales].[items] AS i JOIN [sales].[others] AS o ON o.[id] = i.[id]",
                "SELECT [id] FROM [sales].[items] WHERE [name] LIKE N'a%'",
                "SELECT [id] FROM [sales].[items] WHERE [id] = ?",
                "SELECT [id] FROM [sales].[items] WITH (NOLOCK)",
                "SELECT [id].GetLevel() FROM [sales].[items]",
                "SELECT [id] FROM [sales].[items] WHERE $PARTITION.[f](1) = 2",
                "SELECT [id] FROM [sales].[items]; DROP TABLE [sales].[items]",
                "SELECT TOP (10) [id] FROM [sales].[items]",
                "SELECT name FROM sys.views",
                "SELECT * FROM sys.dm_tran_locks",
                "EXEC sys.sp_cdc_disable_db",
                "DELETE FROM [sales].[items]",
                "UPDATE [sales].[items] SET [id] = 1"
            })
    void unknownStatementIsRefusedWithItsWords(String sql) {
        assertThatThrownBy(() -> KnownStatements.rewritten(sql, "shop"))
                .isInstanceOf(SQLFeatureNotSupportedException.class)
                .hasMessage("the emulated SQL Server does not know: " + sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1 FROM [sales].[items]",
                "SELECT [id], [it]]s] FROM [sales].[items]",
                "SELECT [id] FROM [sales].[items] WHERE [id] >= 10 AND [id] < 20.5",
                "SELECT [id] FROM [sales].[items] WHERE [a] >= N'it''s' AND (([a] > N'it''s') OR ([a] = N'it''s' AND [b] >= -2))",
                "SELECT [id] FROM [sales].[items] WHERE ([a] < 'x' AND [a] IS NOT NULL) OR [a] IS NULL",
                "SELECT [a], [b] FROM [sales].[items] WHERE [a] >= 1 ORDER BY [a], [b] OFFSET 100 ROWS FETCH NEXT 1 ROWS ONLY",
                "SELECT MIN([id]), MAX([id]) FROM [sales].[items]",
                "SELECT COUNT(*) FROM (SELECT TOP (1) 1 AS present FROM [sales].[items]) AS begun",
                "SELECT COUNT(*) FROM (SELECT TOP (1) 1 AS present FROM [sales].[items] WITH (TABLOCK, HOLDLOCK)) AS locked"
            })
    void statementsOfTheLoadAreKnown(String sql) throws SQLException {
        assertThat(KnownStatements.rewritten(sql, "shop")).doesNotContain("[").doesNotContain("TABLOCK");
    }

    @Test
    void methodsOfTheServersOwnClassesBecomeFunctions() throws SQLException {
        assertThat(KnownStatements.rewritten("SELECT [id].ToString() FROM [sales].[items]", "shop"))
                .isEqualTo("SELECT emulation.path(\"id\") FROM \"sales\".\"items\"");
    }

    @Test
    void numberOfAPartitionBecomesAFunction() throws SQLException {
        assertThat(KnownStatements.rewritten(
                        "SELECT [id] FROM [sales].[items] WHERE $PARTITION.[it's]([id]) = 2", "shop"))
                .isEqualTo(
                        "SELECT \"id\" FROM \"sales\".\"items\" WHERE emulation.partition_number('it''s', \"id\") = 2");
    }

    @Test
    void clientHearsOfAnUnknownStatement() throws SQLException {
        try (EmulatedSqlServer server = EmulatedSqlServer.start();
                EmulatedDatabase database = server.createDatabase("unknown", "reader", "secret")) {
            database.createSchema("sales");
            String url = "jdbc:emulated-sqlserver://127.0.0.1:" + server.port() + "/unknown";
            try (Connection connection = DriverManager.getConnection(url, "reader", "secret");
                    Statement statement = connection.createStatement()) {
                assertThat(statement.execute("SELECT @@VERSION")).isTrue();
                assertThatThrownBy(() -> statement.execute("SELECT @@SPID"))
                        .isInstanceOf(SQLFeatureNotSupportedException.class)
                        .hasMessageContaining("SELECT @@SPID");
                assertThatThrownBy(() -> connection.prepareStatement("SELECT * FROM [sales].[items]"))
                        .isInstanceOf(SQLFeatureNotSupportedException.class);
            }
        }
    }
}
