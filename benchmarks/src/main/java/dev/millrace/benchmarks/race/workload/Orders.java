package dev.millrace.benchmarks.race.workload;

/** Seven narrow columns, about 75 bytes a row, one primary key. */
record Orders(String name) implements RowShape {
    @Override
    public Table table() {
        return Table.of(
                name,
                "id bigint NOT NULL PRIMARY KEY",
                "customer integer NOT NULL",
                "amount numeric(12,2) NOT NULL",
                "status varchar(16) NOT NULL",
                "placed timestamp NOT NULL",
                "note varchar(64)",
                "pieces smallint NOT NULL");
    }

    @Override
    public String values(Dialect dialect, String id) {
        return id + ", " + id + " % 9973, " + id + " % 1000000 / 100.0, CASE " + id
                + " % 4 WHEN 0 THEN 'new' WHEN 1 THEN 'paid' WHEN 2 THEN 'shipped' ELSE 'returned' END, "
                + dialect.secondsLater(id) + ", concat('order number ', " + id + ", ' as it came in'), " + id + " % 50";
    }

    @Override
    public String update() {
        return "amount = amount + 1, status = 'changed', note = concat('changed: ', note)";
    }
}
