package dev.millrace.benchmarks.race.workload;

import java.util.ArrayList;
import java.util.List;

/**
 * Six tables that refer to each other: customers have addresses and orders, orders have lines and shipments, lines name products.
 * Transactions insert fifty families of rows from the eldest down, update old ones (three tables), or delete old ones from the
 * youngest up; and each transaction changes the stock of some products.
 */
final class Families implements Workload {
    private static final int PER_TRANSACTION = 50;
    private static final int LINES = 3;
    private static final int PRODUCTS = 1000;
    private static final int PRODUCTS_SOLD = 10;

    /** Of five transactions. */
    private static final String KINDS = "IUIUD";

    /** Groups of families that each lap updates or deletes; no row is changed twice. */
    private static final int OLD = 3;

    private static final int ROWS_OF_FAMILY = 4 + LINES;
    private static final int ROWS_UPDATED = 2 + LINES;
    private static final int CHANGES_OF_LAP =
            PER_TRANSACTION * (3 * ROWS_OF_FAMILY + 2 * ROWS_UPDATED) + KINDS.length() * PRODUCTS_SOLD;

    private final Dialect dialect;
    private final long laps;

    Families(Dialect dialect, long changes) {
        this.dialect = dialect;
        this.laps = Math.max(1, Math.round((double) changes / CHANGES_OF_LAP));
    }

    @Override
    public String describe() {
        return "six tables with foreign keys; transactions that insert (2 of 5), update (2) or delete (1) "
                + PER_TRANSACTION + " families of rows, 260 to 360 rows each";
    }

    @Override
    public List<Table> tables() {
        return List.of(
                Table.of("customers", "id bigint NOT NULL PRIMARY KEY", "name varchar(40) NOT NULL", "orders integer"),
                Table.of("products", "id bigint NOT NULL PRIMARY KEY", "name varchar(40) NOT NULL", "stock bigint"),
                Table.of(
                                "addresses",
                                "id bigint NOT NULL PRIMARY KEY",
                                "customer bigint NOT NULL",
                                "street varchar(60) NOT NULL")
                        .constrained("FOREIGN KEY (customer) REFERENCES race.customers (id)"),
                Table.of(
                                "orders",
                                "id bigint NOT NULL PRIMARY KEY",
                                "customer bigint NOT NULL",
                                "status varchar(16) NOT NULL",
                                "placed timestamp NOT NULL")
                        .constrained("FOREIGN KEY (customer) REFERENCES race.customers (id)"),
                Table.of(
                                "order_lines",
                                "order_id bigint NOT NULL",
                                "line integer NOT NULL",
                                "product bigint NOT NULL",
                                "pieces integer NOT NULL")
                        .constrained(
                                "PRIMARY KEY (order_id, line)",
                                "FOREIGN KEY (order_id) REFERENCES race.orders (id)",
                                "FOREIGN KEY (product) REFERENCES race.products (id)"),
                Table.of(
                                "shipments",
                                "id bigint NOT NULL PRIMARY KEY",
                                "order_id bigint NOT NULL",
                                "weight numeric(12,2) NOT NULL")
                        .constrained("FOREIGN KEY (order_id) REFERENCES race.orders (id)"));
    }

    /** Foreign keys look for what refers to a row that is deleted; without an index each look reads the whole table. */
    private static List<String> indexes() {
        return List.of(
                "CREATE INDEX addresses_customer ON race.addresses (customer)",
                "CREATE INDEX orders_customer ON race.orders (customer)",
                "CREATE INDEX shipments_order ON race.shipments (order_id)");
    }

    @Override
    public List<String> tools() {
        return Numbers.statements();
    }

    @Override
    public List<String> rowsBefore() {
        List<String> statements = new ArrayList<>();
        if (dialect == Dialect.POSTGRES) {
            statements.addAll(indexes());
        }
        statements.add("INSERT INTO race.products SELECT n, concat('product ', n), 0 FROM race_work.numbers WHERE n < "
                + PRODUCTS);
        for (long lap = 0; lap < laps * OLD; lap++) {
            statements.addAll(insert(lap * PER_TRANSACTION));
        }
        return statements;
    }

    @Override
    public long changes() {
        return laps * CHANGES_OF_LAP;
    }

    @Override
    public List<String> backlog() {
        List<String> backlog = new ArrayList<>();
        long next = laps * OLD * PER_TRANSACTION;
        for (long lap = 0; lap < laps; lap++) {
            long old = lap * OLD * PER_TRANSACTION;
            for (int i = 0; i < KINDS.length(); i++) {
                backlog.add("BEGIN");
                switch (KINDS.charAt(i)) {
                    case 'I' -> {
                        backlog.addAll(insert(next));
                        next += PER_TRANSACTION;
                    }
                    case 'U' -> {
                        backlog.addAll(update(old));
                        old += PER_TRANSACTION;
                    }
                    default -> backlog.addAll(delete(old));
                }
                long product = (lap * KINDS.length() + i) * PRODUCTS_SOLD % PRODUCTS;
                backlog.add(
                        "UPDATE race.products SET stock = stock + 1 WHERE " + between("id", product, PRODUCTS_SOLD));
                backlog.add("COMMIT");
            }
        }
        return backlog;
    }

    private List<String> insert(long from) {
        String id = "(" + from + " + n)";
        String families = " FROM race_work.numbers WHERE n < " + PER_TRANSACTION;
        return List.of(
                "INSERT INTO race.customers SELECT " + id + ", concat('customer ', " + id + "), 1" + families,
                "INSERT INTO race.addresses SELECT " + id + ", " + id + ", concat('street number ', " + id + ")"
                        + families,
                "INSERT INTO race.orders SELECT " + id + ", " + id + ", 'new', " + dialect.secondsLater(id) + families,
                "INSERT INTO race.order_lines SELECT " + from + " + n % " + PER_TRANSACTION + ", 1 + "
                        + dialect.quotient("n", Integer.toString(PER_TRANSACTION)) + ", (" + from
                        + " * 7 + n * 13) % " + PRODUCTS + ", 1 + n % 9 FROM race_work.numbers WHERE n < "
                        + PER_TRANSACTION * LINES,
                "INSERT INTO race.shipments SELECT " + id + ", " + id + ", " + id + " % 1000 / 10.0" + families);
    }

    private static List<String> update(long from) {
        return List.of(
                "UPDATE race.customers SET orders = orders + 1 WHERE " + between("id", from, PER_TRANSACTION),
                "UPDATE race.orders SET status = concat(status, '+') WHERE " + between("id", from, PER_TRANSACTION),
                "UPDATE race.order_lines SET pieces = pieces + 1 WHERE " + between("order_id", from, PER_TRANSACTION));
    }

    private static List<String> delete(long from) {
        return List.of(
                "DELETE FROM race.shipments WHERE " + between("order_id", from, PER_TRANSACTION),
                "DELETE FROM race.order_lines WHERE " + between("order_id", from, PER_TRANSACTION),
                "DELETE FROM race.orders WHERE " + between("id", from, PER_TRANSACTION),
                "DELETE FROM race.addresses WHERE " + between("customer", from, PER_TRANSACTION),
                "DELETE FROM race.customers WHERE " + between("id", from, PER_TRANSACTION));
    }

    private static String between(String column, long from, int count) {
        return column + " BETWEEN " + from + " AND " + (from + count - 1);
    }
}
