package dev.millrace.source.postgres.connection;

/** Statements that give a session the output formats which values are replicated in. */
public final class Session {
    /**
     * Makes every output function print the canonical text of a value whatever the server, database or role is set to. The
     * output functions of a decoding session obey the same settings, so a value looks the same from the load and from the log.
     */
    public static final String CANONICAL_OUTPUT = "SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres';"
            + " SET timezone = 'UTC'; SET extra_float_digits = 1; SET bytea_output = 'hex'; SET lc_monetary = 'C';"
            + " SET search_path = pg_catalog; SET client_min_messages = 'warning'";

    /** Lets a statement take as long as the data needs. */
    public static final String NO_TIME_LIMITS =
            "SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0";

    /** Refuses a table with row security instead of reading it in part. */
    public static final String ALL_ROWS = "SET row_security = off";

    private Session() {}
}
