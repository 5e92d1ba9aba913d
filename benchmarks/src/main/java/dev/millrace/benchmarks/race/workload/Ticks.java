package dev.millrace.benchmarks.race.workload;

import java.util.List;

/** An empty table for rows that come one by one, at a given pace; no backlog. */
public record Ticks() implements Workload {
    private static final Table TABLE = Table.of(
            "ticks", "id bigint NOT NULL PRIMARY KEY", "customer integer NOT NULL", "note varchar(64) NOT NULL");

    /** The statement that inserts one, with the row's number as its parameter. */
    public String insert() {
        return "INSERT INTO " + TABLE.qualifiedName() + " VALUES (?, 7, 'a row that comes on its own')";
    }

    /** The query for the number of the newest. */
    public String newest() {
        return "SELECT coalesce(max(id), 0) FROM " + TABLE.qualifiedName();
    }

    @Override
    public String describe() {
        return "transactions of one insert";
    }

    @Override
    public List<Table> tables() {
        return List.of(TABLE);
    }

    @Override
    public List<String> tools() {
        return List.of();
    }

    @Override
    public List<String> rowsBefore() {
        return List.of();
    }

    @Override
    public long changes() {
        return 0;
    }

    @Override
    public List<String> backlog() {
        return List.of();
    }
}
