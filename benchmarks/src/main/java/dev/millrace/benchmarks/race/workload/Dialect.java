package dev.millrace.benchmarks.race.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The words in which the two database families differ. */
public enum Dialect {
    POSTGRES(
            "timestamp",
            "timestamp '2026-01-01 00:00:00' + %s * interval '1 second'",
            "coalesce(%s::text, '~')",
            "coalesce(to_char(%s, 'YYYY-MM-DD HH24:MI:SS'), '~')",
            "sum(('x' || substr(md5(%s), 1, 15))::bit(60)::bigint)::text",
            """
            CREATE PROCEDURE race_work.%s(laps bigint) LANGUAGE plpgsql AS $$
            DECLARE lap bigint; chance bigint := 42;
            BEGIN FOR lap IN 1..laps LOOP
              chance := (chance * 1103515245 + 12345) %% 2147483648;
              %s
              COMMIT;
            END LOOP; END $$"""),
    MYSQL(
            "datetime",
            "timestampadd(second, %s, timestamp '2026-01-01 00:00:00')",
            "coalesce(%s, '~')",
            "coalesce(date_format(%s, '%%Y-%%m-%%d %%H:%%i:%%s'), '~')",
            "cast(sum(cast(conv(substr(md5(%s), 1, 15), 16, 10) AS unsigned)) AS char)",
            """
            CREATE PROCEDURE race_work.%s(laps bigint)
            BEGIN DECLARE lap bigint DEFAULT 1; DECLARE chance bigint DEFAULT 42;
            WHILE lap <= laps DO
              SET chance = (chance * 1103515245 + 12345) %% 2147483648;
              START TRANSACTION;
              %s
              COMMIT;
              SET lap = lap + 1;
            END WHILE; END""");

    private static final String TIME = "timestamp";

    private final String timeType;
    private final String secondsLater;
    private final String asText;
    private final String timeAsText;
    private final String sum;
    private final String procedure;

    Dialect(String timeType, String secondsLater, String asText, String timeAsText, String sum, String procedure) {
        this.timeType = timeType;
        this.secondsLater = secondsLater;
        this.asText = asText;
        this.timeAsText = timeAsText;
        this.sum = sum;
        this.procedure = procedure;
    }

    /** The integer quotient of two expressions. */
    String quotient(String dividend, String divisor) {
        return dividend + (this == MYSQL ? " DIV " : " / ") + divisor;
    }

    /** A point in time, so many seconds into a year. */
    String secondsLater(String seconds) {
        return secondsLater.formatted(seconds);
    }

    /** The statement that makes a table. */
    public String create(Table table) {
        List<String> parts = new ArrayList<>();
        table.columns().forEach(column -> parts.add(column.replace(" " + TIME, " " + timeType)));
        parts.addAll(table.constraints());
        return "CREATE TABLE " + table.qualifiedName() + " (" + String.join(", ", parts) + ")";
    }

    /** A query that counts a table's rows and adds up a part of the digest of each one's text; both families come to the same. */
    public String digest(Table table) {
        String texts = table.columns().stream().map(this::text).collect(Collectors.joining(", "));
        return "SELECT count(*), " + sum.formatted("concat_ws(',', " + texts + ")") + " FROM " + table.qualifiedName();
    }

    private String text(String column) {
        String name = column.substring(0, column.indexOf(' '));
        return (column.contains(" " + TIME) ? timeAsText : asText).formatted(name);
    }

    /** Lets a session commit without a wait for the disk each time. What is committed last must be committed by another session. */
    public List<String> hurry() {
        return this == POSTGRES ? List.of("SET synchronous_commit = off") : List.of();
    }

    /**
     * A procedure {@code race_work.name(laps)} that commits one transaction a lap; {@code lap} counts from 1, and {@code chance} is a
     * new number below 2^31 each time, the same ones in each family and at each call.
     *
     * @param statements of one transaction
     */
    String procedure(String name, String statements) {
        return procedure.formatted(name, statements);
    }
}
