package dev.millrace.testing.workload;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One connection that writes transactions at random. It changes only rows that it inserted itself, but for the hot rows, so that
 * it always knows what is there. Belongs to one thread at a time.
 */
final class WorkloadWriter implements AutoCloseable {

    static final int HOT_ROWS = 5;

    private static final long IDS_PER_WRITER = 1_000_000_000L;
    private static final int NUMBERS_PER_WRITER = 10_000_000;
    private static final int EVENT_KINDS_PER_WRITER = 8;
    private static final int ROLLBACK_PERCENT = 5;
    private static final int LARGE_PER_MILLE = 8;
    private static final Set<String> LOCK_CONFLICTS = Set.of("40001", "40P01", "55P03");

    private final WorkloadTables tables;
    private final WorkloadCounts counts;
    private final int number;
    private final Random random;
    private final RandomValues values;
    private final KnownRows<Long> accounts = new KnownRows<>();
    private final KnownRows<StockKey> stocks = new KnownRows<>();
    private final KnownRows<Invoice> invoices = new KnownRows<>();
    private final KnownRows<Event> events = new KnownRows<>();
    private final List<KnownRows<?>> known = List.of(accounts, stocks, invoices, events);
    private PreparedWrites writes;
    private long nextId;
    private int nextNumber;

    WorkloadWriter(Connection connection, WorkloadTables tables, int number, long seed, WorkloadCounts counts)
            throws SQLException {
        this.writes = new PreparedWrites(connection);
        this.tables = tables;
        this.counts = counts;
        this.number = number;
        this.random = new Random(seed * 31 + number);
        this.values = new RandomValues(random);
        this.nextId = number * IDS_PER_WRITER;
        this.nextNumber = number * NUMBERS_PER_WRITER;
    }

    boolean isConnected() throws SQLException {
        return writes.isConnected();
    }

    /** Goes on over a new connection; nothing may be under way. */
    void reconnect(Connection connection) throws SQLException {
        writes.close();
        writes = new PreparedWrites(connection);
    }

    /** One transaction, committed or rolled back. */
    void transaction() throws SQLException {
        try {
            int rows = random.nextInt(1000) < LARGE_PER_MILLE ? large() : small();
            if (random.nextInt(100) < ROLLBACK_PERCENT) {
                rollBack();
            } else {
                writes.commit();
                known.forEach(KnownRows::commit);
                counts.commit(rows);
            }
        } catch (SQLException conflict) {
            if (!LOCK_CONFLICTS.contains(conflict.getSQLState())) {
                throw conflict;
            }
            rollBack();
        }
    }

    private void rollBack() throws SQLException {
        writes.rollback();
        known.forEach(KnownRows::rollback);
        counts.rollBack();
    }

    private int small() throws SQLException {
        int rows = 0;
        int statements = 1 + random.nextInt(8);
        for (int i = 0; i < statements; i++) {
            rows += switch (random.nextInt(4)) {
                case 0 -> changeAccounts();
                case 1 -> changeStocks();
                case 2 -> changeInvoices();
                default -> changeEvents();
            };
        }
        return random.nextInt(4) == 0 ? rows + changeHotRow() : rows;
    }

    /** The last statement of its transaction, so that no two writers wait for each other. */
    private int changeHotRow() throws SQLException {
        return writes.execute(
                "UPDATE " + tables.hot() + " SET counter = counter + 1 WHERE id = ?", random.nextInt(HOT_ROWS));
    }

    private int changeAccounts() throws SQLException {
        int choice = accounts.size() < 20 ? 0 : random.nextInt(10);
        if (choice < 4) {
            long id = nextId++;
            accounts.add(id);
            return writes.execute(insertAccount(), account(id));
        }
        String update = "UPDATE " + tables.account();
        return switch (choice) {
            case 4, 5 ->
                writes.execute(
                        update + " SET balance = balance + ?, changed = ? WHERE id = ?",
                        values.number(6, 4),
                        values.timestamp(),
                        accounts.any(random));
            case 6 ->
                writes.execute(
                        update + " SET note = ?, picture = ?, active = ?, ratio = ? WHERE id = ?",
                        values.note(),
                        values.bytes(),
                        random.nextBoolean(),
                        values.ratio(),
                        accounts.any(random));
            case 7 -> moveAccount(update);
            default -> writes.execute("DELETE FROM " + tables.account() + " WHERE id = ?", accounts.removeAny(random));
        };
    }

    private int moveAccount(String update) throws SQLException {
        long from = accounts.removeAny(random);
        long to = nextId++;
        accounts.add(to);
        return writes.execute(update + " SET id = ? WHERE id = ?", to, from);
    }

    private String insertAccount() {
        return "INSERT INTO " + tables.account()
                + " (id, owner, balance, ratio, active, opened, changed, note, picture) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    }

    private @Nullable Object[] account(long id) {
        return new @Nullable Object[] {
            id,
            values.text(200),
            values.number(17, 4),
            values.ratio(),
            random.nextBoolean(),
            values.date(),
            values.timestamp(),
            values.note(),
            values.bytes()
        };
    }

    private int changeStocks() throws SQLException {
        int choice = stocks.size() < 20 ? 0 : random.nextInt(10);
        if (choice < 4) {
            StockKey key = new StockKey(number, "sku-" + nextId++);
            stocks.add(key);
            return insertStock(key);
        }
        String key = " WHERE warehouse = ? AND sku = ?";
        StockKey old = choice < 7 ? stocks.any(random) : stocks.removeAny(random);
        return switch (choice) {
            case 4, 5, 6 ->
                writes.execute(
                        "UPDATE " + tables.stock() + " SET quantity = quantity - ?, remark = ?" + key,
                        random.nextInt(100),
                        values.text(100),
                        old.warehouse(),
                        old.sku());
            case 7 -> moveStock(old, key);
            case 8 -> writes.execute("DELETE FROM " + tables.stock() + key, old.warehouse(), old.sku());
            default -> replaceStock(old, key);
        };
    }

    private int insertStock(StockKey key) throws SQLException {
        return writes.execute(
                "INSERT INTO " + tables.stock() + " VALUES (?, ?, ?, ?)",
                key.warehouse(),
                key.sku(),
                random.nextInt(1000),
                values.text(100));
    }

    private int moveStock(StockKey from, String key) throws SQLException {
        StockKey to = new StockKey(number, "moved-" + nextId++);
        stocks.add(to);
        return writes.execute(
                "UPDATE " + tables.stock() + " SET warehouse = ?, sku = ?" + key,
                to.warehouse(),
                to.sku(),
                from.warehouse(),
                from.sku());
    }

    /** Deletes a row and inserts another under the same key, in one transaction. */
    private int replaceStock(StockKey same, String key) throws SQLException {
        stocks.add(same);
        return writes.execute("DELETE FROM " + tables.stock() + key, same.warehouse(), same.sku()) + insertStock(same);
    }

    private int changeInvoices() throws SQLException {
        int choice = invoices.size() < 10 ? 0 : random.nextInt(6);
        if (choice < 3) {
            return insertInvoice();
        }
        return choice < 5 ? deleteInvoice() : exchangeNumbers();
    }

    private int insertInvoice() throws SQLException {
        Invoice invoice = new Invoice(nextId++, nextNumber++);
        invoices.add(invoice);
        int rows = writes.execute(
                "INSERT INTO " + tables.invoice() + " VALUES (?, ?, ?)",
                invoice.id(),
                invoice.number(),
                values.text(60));
        int lines = random.nextInt(4);
        for (int i = 0; i < lines; i++) {
            rows += writes.execute(
                    "INSERT INTO " + tables.line() + " VALUES (?, ?, ?)", nextId++, invoice.id(), values.number(11, 2));
        }
        return rows;
    }

    private int deleteInvoice() throws SQLException {
        long id = invoices.removeAny(random).id();
        return writes.execute("DELETE FROM " + tables.line() + " WHERE invoice_id = ?", id)
                + writes.execute("DELETE FROM " + tables.invoice() + " WHERE id = ?", id);
    }

    /** Two rows exchange their unique values, which no order of two single updates can do. */
    private int exchangeNumbers() throws SQLException {
        Invoice first = invoices.removeAny(random);
        Invoice second = invoices.removeAny(random);
        invoices.add(new Invoice(first.id(), second.number()));
        invoices.add(new Invoice(second.id(), first.number()));
        String update = "UPDATE " + tables.invoice() + " SET number = ? WHERE id = ?";
        return writes.execute(update, null, first.id())
                + writes.execute(update, first.number(), second.id())
                + writes.execute(update, second.number(), first.id());
    }

    private int changeEvents() throws SQLException {
        int choice = events.size() < 30 ? 0 : random.nextInt(6);
        if (choice < 3) {
            return insertEqualEvents();
        }
        Event old = events.removeAny(random);
        String condition = old.payload() == null ? "kind = ? AND payload IS NULL" : "kind = ? AND payload = ?";
        String oneRow = tables.dialect().oneRow(tables.event(), condition);
        if (choice == 3) {
            Event changed = new Event(old.kind(), "changed " + nextId++);
            events.add(changed);
            return writes.execute(
                    "UPDATE " + tables.event() + " SET payload = ?" + oneRow,
                    old.payload() == null
                            ? new Object[] {changed.payload(), old.kind()}
                            : new Object[] {changed.payload(), old.kind(), old.payload()});
        }
        return writes.execute(
                "DELETE FROM " + tables.event() + oneRow,
                old.payload() == null ? new Object[] {old.kind()} : new Object[] {old.kind(), old.payload()});
    }

    private int insertEqualEvents() throws SQLException {
        int kind = number * EVENT_KINDS_PER_WRITER + random.nextInt(EVENT_KINDS_PER_WRITER);
        Event event = new Event(kind, random.nextInt(8) == 0 ? null : "payload " + random.nextInt(5));
        int copies = 1 + random.nextInt(3);
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int i = 0; i < copies; i++) {
            events.add(event);
            rows.add(new @Nullable Object[] {event.kind(), event.payload(), values.number(2, 3)});
        }
        return writes.executeAll("INSERT INTO " + tables.event() + " VALUES (?, ?, ?)", rows);
    }

    private int large() throws SQLException {
        return switch (random.nextInt(3)) {
            case 0 -> insertManyAccounts();
            case 1 ->
                writes.execute("UPDATE " + tables.stock() + " SET quantity = quantity + 1 WHERE warehouse = ?", number);
            default -> deleteManyAccounts();
        };
    }

    private int insertManyAccounts() throws SQLException {
        int count = 300 + random.nextInt(1500);
        List<@Nullable Object[]> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long id = nextId++;
            accounts.add(id);
            rows.add(account(id));
        }
        return writes.executeAll(insertAccount(), rows);
    }

    private int deleteManyAccounts() throws SQLException {
        int count = Math.min(accounts.size(), 1000) * 2 / 3;
        List<@Nullable Object[]> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            rows.add(new Object[] {accounts.removeAny(random)});
        }
        return rows.isEmpty() ? 0 : writes.executeAll("DELETE FROM " + tables.account() + " WHERE id = ?", rows);
    }

    @Override
    public void close() {
        try {
            writes.close();
        } catch (SQLException failure) {
            throw new IllegalStateException("Writer " + number + " can't be closed", failure);
        }
    }

    private record StockKey(int warehouse, String sku) {}

    private record Invoice(long id, int number) {}

    private record Event(int kind, @Nullable String payload) {}
}
