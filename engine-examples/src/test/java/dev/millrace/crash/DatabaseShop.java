package dev.millrace.crash;

import dev.millrace.examples.cli.Database;
import dev.millrace.servers.DatabaseServer;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** The shop in a database. */
record DatabaseShop(Database database) implements ShopTarget {

    static DatabaseShop on(DatabaseServer server) throws SQLException {
        return new DatabaseShop(Database.create(server, "shop"));
    }

    @Override
    public String endpoint() {
        return database.endpoint();
    }

    @Override
    public List<String> tables() {
        return EmulatedShop.TABLES;
    }

    @Override
    public int pauseMillis() {
        return 2;
    }

    @Override
    public int progress() {
        try {
            return Integer.parseInt(database.rows("SELECT coalesce(max(id), -1) FROM " + EmulatedShop.SCHEMA + ".items")
                    .get(0));
        } catch (SQLException notMadeYet) {
            return -1;
        }
    }

    @Override
    public void assertHolds(String table, List<List<@Nullable String>> rows) throws SQLException {
        List<String> expected = rows.stream()
                .map(row -> String.join(" ", row.stream().map(String::valueOf).toList()))
                .sorted()
                .toList();
        String columns = String.join(", ", EmulatedShop.columns(table));
        assertThat(database.rows("SELECT " + columns + " FROM " + EmulatedShop.SCHEMA + "." + table).stream()
                        .sorted()
                        .toList())
                .as(table)
                .isEqualTo(expected);
    }

    @Override
    public void close() {
        database.server().close();
    }
}
