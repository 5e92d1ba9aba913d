package dev.millrace.testing.workload;

import java.util.ArrayList;
import java.util.List;

/** The tables of a workload: what each is there for, and its statements. */
record WorkloadTables(WorkloadDialect dialect, String schema) {

    /** Every type, wide values, a single key. */
    String account() {
        return schema + ".account";
    }

    /** A key of two columns, one of them text; its values move. */
    String stock() {
        return schema + ".stock";
    }

    /** Parents of {@link #line()}; a unique key whose values are given up and taken by other rows. */
    String invoice() {
        return schema + ".invoice";
    }

    /** Children of {@link #invoice()} by foreign key. */
    String line() {
        return schema + ".line";
    }

    /** No key, and equal rows on purpose. */
    String event() {
        return schema + ".event";
    }

    /** A few rows that every writer updates. */
    String hot() {
        return schema + ".hot";
    }

    /** Names without the schema, children after their parents. */
    static List<String> names() {
        return List.of("account", "stock", "invoice", "line", "event", "hot");
    }

    List<String> create() {
        List<String> statements = new ArrayList<>(dialect.createSchema(schema));
        statements.add("CREATE TABLE " + account() + " (id bigint PRIMARY KEY, owner varchar(200) NOT NULL,"
                + " balance numeric(18,4) NOT NULL, ratio double precision, active " + dialect.booleanType()
                + " NOT NULL,"
                + " opened date, changed " + dialect.timestampType() + ", note " + dialect.textType() + ", picture "
                + dialect.bytesType() + ")");
        statements.add(
                "CREATE TABLE " + stock() + " (warehouse int NOT NULL, sku varchar(40) NOT NULL, quantity int NOT NULL,"
                        + " remark varchar(100), PRIMARY KEY (warehouse, sku))");
        statements.add(
                "CREATE TABLE " + invoice() + " (id bigint PRIMARY KEY, number int UNIQUE, customer varchar(60))");
        statements.add(
                "CREATE TABLE " + line() + " (id bigint PRIMARY KEY, invoice_id bigint NOT NULL, amount numeric(12,2),"
                        + " FOREIGN KEY (invoice_id) REFERENCES " + invoice() + " (id))");
        statements.add("CREATE TABLE " + event() + " (kind int NOT NULL, payload varchar(60), weight numeric(8,3))");
        statements.add("CREATE INDEX event_kind ON " + event() + " (kind)");
        statements.addAll(dialect.prepareKeyless(event()));
        statements.add("CREATE TABLE " + hot() + " (id int PRIMARY KEY, counter bigint NOT NULL)");
        return statements;
    }
}
