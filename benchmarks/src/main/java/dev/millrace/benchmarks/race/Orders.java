package dev.millrace.benchmarks.race;

import java.util.ArrayList;
import java.util.List;

/**
 * The table that all races move: seven narrow columns, about 75 bytes a row, one primary key. Half as many rows as there will be
 * changes are there from the beginning; the changes come in transactions of {@value #PER_TRANSACTION} rows, of every ten five
 * inserts, three updates and two deletes. Updates and deletes hit rows scattered over the table, each row once.
 */
final class Orders {
    static final int PER_TRANSACTION = 1000;

    static final String BACKLOG =
            "transactions of " + PER_TRANSACTION + " rows: 50 % inserts, 30 % updates, 20 % deletes";

    /** The row of {@code race.marks} that the backlog's last transaction inserts. */
    static final int LAST_MARK = 1;

    private static final String KINDS = "IUIDIUIUID";

    /** No factor of the numbers of rows in use, so that multiples of it scatter over them and hit none twice. */
    private static final int STRIDE = 7919;

    private final Dialect dialect;
    private final long transactions;
    private final long before;

    /** The words in which the two database families differ. */
    enum Dialect {
        POSTGRES(
                "timestamp '2026-01-01 00:00:00' + %s * interval '1 second'",
                "timestamp",
                "SELECT count(*), sum(('x' || substr(md5(concat_ws(',', id, customer, amount, status,"
                        + " to_char(placed, 'YYYY-MM-DD HH24:MI:SS'), note, pieces)), 1, 8))::bit(32)::bigint)::text"
                        + " FROM race.orders"),
        MYSQL(
                "timestampadd(second, %s, timestamp '2026-01-01 00:00:00')",
                "datetime",
                "SELECT count(*), cast(sum(cast(conv(substr(md5(concat_ws(',', id, customer, amount, status,"
                        + " date_format(placed, '%Y-%m-%d %H:%i:%s'), note, pieces)), 1, 8), 16, 10) AS unsigned)) AS char)"
                        + " FROM race.orders");

        private final String secondsLater;
        private final String timestamp;
        private final String digest;

        Dialect(String secondsLater, String timestamp, String digest) {
            this.secondsLater = secondsLater;
            this.timestamp = timestamp;
            this.digest = digest;
        }

        /** Counts the rows and adds up a part of the digest of each one's text. */
        String digest() {
            return digest;
        }
    }

    Orders(Dialect dialect, long changes) {
        this.dialect = dialect;
        this.transactions = Math.max(1, Math.round(changes / (10.0 * PER_TRANSACTION))) * 10;
        this.before = transactions * PER_TRANSACTION / 2;
    }

    String digest() {
        return dialect.digest();
    }

    long changes() {
        return transactions * PER_TRANSACTION;
    }

    List<String> tables() {
        return List.of("""
                CREATE TABLE race.orders (id bigint NOT NULL PRIMARY KEY, customer integer NOT NULL,
                    amount numeric(12,2) NOT NULL, status varchar(16) NOT NULL, placed %s NOT NULL,
                    note varchar(64), pieces smallint NOT NULL)""".formatted(dialect.timestamp), "CREATE TABLE race.marks (id integer NOT NULL PRIMARY KEY)");
    }

    /** A thousand numbers, for the statements that make rows; not replicated. */
    List<String> numbers() {
        List<String> statements = new ArrayList<>();
        statements.add("CREATE TABLE race_work.numbers (n bigint NOT NULL PRIMARY KEY)");
        StringBuilder values = new StringBuilder("INSERT INTO race_work.numbers VALUES (0)");
        for (int n = 1; n < PER_TRANSACTION; n++) {
            values.append(", (").append(n).append(')');
        }
        statements.add(values.toString());
        return statements;
    }

    /** The rows that are there before any change. */
    List<String> rowsBefore() {
        return inserts(1, before);
    }

    /** Rows {@code from} to {@code from + count - 1}, one statement per thousand. */
    List<String> inserts(long from, long count) {
        List<String> statements = new ArrayList<>();
        for (long done = 0; done < count; done += PER_TRANSACTION) {
            statements.add(insert(from + done));
        }
        return statements;
    }

    private String insert(long from) {
        String id = "(" + from + " + n)";
        return "INSERT INTO race.orders SELECT " + id + ", " + id + " % 9973, " + id + " % 1000000 / 100.0, "
                + "CASE " + id + " % 4 WHEN 0 THEN 'new' WHEN 1 THEN 'paid' WHEN 2 THEN 'shipped' ELSE 'returned' END, "
                + dialect.secondsLater.formatted(id) + ", concat('order number ', " + id + ", ' as it came in'), "
                + id + " % 50 FROM race_work.numbers";
    }

    /** The changes, one statement per transaction; the last one sets the mark. */
    List<String> backlog() {
        List<String> statements = new ArrayList<>();
        long inserted = 0;
        long updated = 0;
        long deleted = 0;
        for (int i = 0; i < transactions; i++) {
            switch (KINDS.charAt(i % KINDS.length())) {
                case 'I' -> {
                    statements.add(insert(before + 1 + inserted));
                    inserted += PER_TRANSACTION;
                }
                case 'U' -> {
                    statements.add("UPDATE race.orders SET amount = amount + 1, status = 'changed', "
                            + "note = concat('changed: ', note) WHERE " + scattered(updated));
                    updated += PER_TRANSACTION;
                }
                default -> {
                    statements.add("DELETE FROM race.orders WHERE " + scattered(before * 6 / 10 + deleted));
                    deleted += PER_TRANSACTION;
                }
            }
        }
        statements.add("INSERT INTO race.marks VALUES (" + LAST_MARK + ")");
        return statements;
    }

    private String scattered(long from) {
        return "id IN (SELECT 1 + (" + from + " + n) * " + STRIDE + " % " + before + " FROM race_work.numbers)";
    }
}
