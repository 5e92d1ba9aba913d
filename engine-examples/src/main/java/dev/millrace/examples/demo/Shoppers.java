package dev.millrace.examples.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Writes to the source while it is replicated: small transactions of inserts, updates, deletes and changes of a unique value. */
final class Shoppers implements AutoCloseable {
    private static final int FIRST_NEW_ORDER = 1_000_000_000;

    private final Connection connection;
    private final int orders;
    private final Random random = new Random(1);
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final AtomicLong transactions = new AtomicLong();
    private final AtomicReference<@Nullable SQLException> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::write, "demo/shoppers");

    Shoppers(Connection connection, int orders) {
        this.connection = connection;
        this.orders = orders;
    }

    void start() {
        thread.start();
    }

    long transactions() {
        return transactions.get();
    }

    /** Lets the last transaction finish. */
    void stop() throws InterruptedException, SQLException {
        running.set(false);
        thread.join();
        SQLException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    @Override
    public void close() throws SQLException {
        running.set(false);
        connection.close();
    }

    private void write() {
        try {
            connection.setAutoCommit(false);
            while (running.get()) {
                transaction(FIRST_NEW_ORDER + (int) transactions.get());
                connection.commit();
                transactions.incrementAndGet();
            }
        } catch (SQLException failed) {
            failure.set(failed);
        }
    }

    private void transaction(int order) throws SQLException {
        int customer = 1 + random.nextInt(Math.max(1, orders / 5));
        execute("INSERT INTO shop.orders VALUES (?, ?, clock_timestamp(), 'new', '{live}', NULL)", order, customer);
        execute(
                "INSERT INTO shop.order_lines SELECT ?, l, md5(?::text || l)::uuid, l + 0.5, 9.99 FROM generate_series(1, 3) l",
                order,
                order);
        execute("UPDATE shop.customers SET balance = balance + 9.99 WHERE id = ?", customer);
        execute("UPDATE shop.orders SET state = 'sent' WHERE id = ?", 1 + random.nextInt(orders));
        switch (random.nextInt(4)) {
            case 0 -> execute("DELETE FROM shop.orders WHERE id = ?", order - 10);
            case 1 ->
                execute("UPDATE shop.order_lines SET line = line + 10 WHERE order_id = ?", 1 + random.nextInt(orders));
            case 2 ->
                execute(
                        "UPDATE shop.customers SET email = 'moved' || ? || '@example.org' WHERE id = ?",
                        order,
                        customer);
            default -> visit();
        }
    }

    private void visit() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO shop.visits VALUES (localtimestamp, '/live', interval '1 day 2 hours')");
        }
    }

    private void execute(String sql, int... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setInt(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }
}
