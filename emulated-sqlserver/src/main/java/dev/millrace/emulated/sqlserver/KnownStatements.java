package dev.millrace.emulated.sqlserver;

import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The statements that are answered, each with what H2 runs for it. Statements of Debezium's connector are those of version 3.5.0; the catalogue
 * views they and the source read are those of SQL Server 2022.
 */
final class KnownStatements {
    private static final String TIME_OF_CHANGE =
            "TODATETIMEOFFSET(sys.fn_cdc_map_lsn_to_time([__$start_lsn]), DATEPART(TZOFFSET, SYSDATETIMEOFFSET()))";

    /** What is replaced in a statement that is known. */
    private record Rewriting(Pattern statement, String replacement) {
        static Rewriting of(String statement, String replacement) {
            return new Rewriting(Pattern.compile(statement), replacement);
        }
    }

    private static final List<Rewriting> WHOLE = List.of(
            Rewriting.of("SELECT @@VERSION", "SELECT 'Microsoft SQL Server 2022 (emulated)'"),
            Rewriting.of(
                    "SELECT CAST\\(SERVERPROPERTY\\('ProductVersion'\\) AS nvarchar\\(128\\)\\)",
                    "SELECT '16.0.4135.4'"),
            Rewriting.of("SELECT SYSDATETIMEOFFSET\\(\\)", "SELECT CURRENT_TIMESTAMP"),
            Rewriting.of("SELECT DB_NAME\\(\\)", "SELECT name FROM sys.databases"),
            Rewriting.of("SELECT SUSER_SNAME\\(\\)", "SELECT CURRENT_USER"),
            Rewriting.of(
                    "SELECT log_end_lsn FROM sys\\.dm_db_log_stats\\(DB_ID\\(\\)\\)",
                    "SELECT CASE WHEN is_secondary THEN NULL ELSE emulation.log_end() END FROM emulation.replica"),
            // on a secondary sys.dm_db_log_stats tells no numbers, and sys.dm_hadr_database_replica_states the end in
            // decimal digits
            Rewriting.of(
                    "SELECT CAST\\(end_of_log_lsn AS nvarchar\\(30\\)\\) FROM sys\\.dm_hadr_database_replica_states"
                            + " WHERE is_local = 1 AND database_id = DB_ID\\(\\)",
                    "SELECT emulation.end_of_log_lsn() FROM emulation.replica WHERE is_secondary"),
            Rewriting.of(
                    "SELECT CAST\\(DATABASEPROPERTYEX\\(DB_NAME\\(\\), 'Updateability'\\) AS nvarchar\\(128\\)\\)",
                    "SELECT CASE WHEN is_secondary THEN 'READ_ONLY' ELSE 'READ_WRITE' END FROM emulation.replica"),
            Rewriting.of(
                    "SELECT CAST\\(SERVERPROPERTY\\('ServerName'\\) AS nvarchar\\(128\\)\\)",
                    "SELECT server FROM emulation.replica"),
            Rewriting.of(
                    "SELECT HAS_PERMS_BY_NAME\\(NULL, NULL, '([A-Z ]+)'\\)",
                    "SELECT CASE WHEN EXISTS (SELECT 1 FROM emulation.denied WHERE permission = '$1') THEN 0 ELSE 1 END"),
            Rewriting.of("EXEC (?:\\[[^]]*\\]\\.)?sys\\.sp_cdc_help_change_data_capture", "SELECT 1"),
            Rewriting.of("\\{call sys\\.sp_cdc_help_jobs\\}", "SELECT * FROM emulation.jobs"),
            Rewriting.of("EXEC sys\\.sp_cdc_help_jobs", "SELECT * FROM emulation.jobs"),
            Rewriting.of(
                    "SELECT HAS_PERMS_BY_NAME\\(NULL, 'DATABASE', '([A-Z ]+)'\\)",
                    "SELECT CASE WHEN EXISTS (SELECT 1 FROM emulation.denied WHERE permission = '$1') THEN 0 ELSE 1 END"),
            Rewriting.of(
                    "SELECT HAS_PERMS_BY_NAME\\(N'([a-z]+)', 'SCHEMA', 'SELECT'\\)",
                    "SELECT CASE WHEN EXISTS (SELECT 1 FROM emulation.denied WHERE permission = 'SELECT' AND securable = '$1')"
                            + " THEN 0 ELSE 1 END"),
            Rewriting.of(
                    "SELECT HAS_PERMS_BY_NAME\\(\\?, 'OBJECT', 'SELECT'\\)",
                    "SELECT CASE WHEN EXISTS (SELECT 1 FROM emulation.denied WHERE permission = 'SELECT' AND securable = ?)"
                            + " THEN 0 ELSE 1 END"),
            Rewriting.of(
                    "SELECT job_type, pollinginterval, retention FROM msdb\\.dbo\\.cdc_jobs WHERE database_id = DB_ID\\(\\)",
                    "SELECT job_type, pollinginterval, retention FROM emulation.jobs WHERE emulation.allowed('msdb.dbo.cdc_jobs')"),
            Rewriting.of("SET LOCK_TIMEOUT (\\d+)", "SET LOCK_TIMEOUT $1"),
            Rewriting.of(
                    "SET TRANSACTION ISOLATION LEVEL SNAPSHOT",
                    "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SNAPSHOT"),
            Rewriting.of(
                    "SET TRANSACTION ISOLATION LEVEL READ COMMITTED",
                    "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED"));

    /** Reads of catalogue views and change tables; those of users' tables are {@link LoadStatements}. */
    private static final List<Pattern> READS = List.of(
            // "System catalog views", sys.dm_cdc_log_scan_sessions, "Change data capture tables", by the source and by
            // Debezium
            Pattern.compile(
                    "SELECT .* FROM (?:\\[[^]]*\\]\\.)?(?:sys\\.(?:databases|configurations|tables|schemas|columns|indexes|partitions"
                            + "|foreign_keys|dm_cdc_log_scan_sessions)|cdc\\.(?:change_tables|captured_columns|lsn_time_mapping))\\b.*"),
            // sys.dm_cdc_log_scan_sessions, by Debezium
            Pattern.compile("SELECT TOP 1 start_lsn from sys\\.dm_cdc_log_scan_sessions ORDER BY session_id DESC"),
            // "Change data capture functions", by the source and by Debezium
            Pattern.compile("SELECT (?:\\[[^]]*\\]\\.)?sys\\.fn_cdc_[a-z_]+\\(.*\\)"),
            // cdc.change_tables and cdc.lsn_time_mapping, by Debezium
            Pattern.compile("WITH ordered_change_tables AS .* FROM (?:\\[[^]]*\\]\\.)?cdc\\.change_tables AS ct.*"),
            Pattern.compile("SELECT MAX\\(start_lsn\\) FROM \\(SELECT TOP .*"),
            // "CAST and CONVERT", "Constants": a place in the log
            Pattern.compile("SELECT CAST\\(0x[0-9a-f]{20} AS binary\\(10\\)\\)"),
            // cdc.<capture_instance>_CT, by Debezium
            Pattern.compile("SELECT \\[__\\$start_lsn\\], .* FROM \\[.*\\]\\.cdc\\.\\[.*_CT\\] .*", Pattern.DOTALL));

    private static final Pattern LOCKED_READ =
            Pattern.compile("SELECT COUNT\\(\\*\\) FROM \\(SELECT TOP \\(1\\) 1 AS present FROM (\\[.*\\])\\.(\\[.*\\])"
                    + " WITH \\(TABLOCK, HOLDLOCK\\)\\) AS locked");

    private static final Pattern OLDEST_CHANGE =
            Pattern.compile("select min\\(start_lsn\\) from (?:\\[[^]]*\\]\\.)?cdc\\.change_tables");

    private static final String NAME = "(\\[(?:[^]]|]])*])";
    private static final Pattern HIERARCHY = Pattern.compile(NAME + "\\.ToString\\(\\)");
    private static final Pattern SHAPE = Pattern.compile("CAST\\(" + NAME + "\\.STSrid % 256 AS binary\\(1\\)\\)"
            + " \\+ CAST\\(\\1\\.STSrid / 256 % 256 AS binary\\(1\\)\\) \\+ CAST\\(\\1\\.STSrid / 65536 AS binary\\(1\\)\\)"
            + " \\+ 0x00 \\+ \\1\\.AsBinaryZM\\(\\)");
    private static final Pattern PARTITION = Pattern.compile("\\$PARTITION\\." + NAME + "\\(" + NAME + "\\)");
    private static final Pattern VARIANT =
            Pattern.compile("CASE CAST\\(SQL_VARIANT_PROPERTY\\(" + NAME + ", 'BaseType'\\) AS sysname\\)"
                    + "(?: WHEN '\\w+' THEN (?:CONVERT\\(nvarchar\\(max\\), CAST\\(\\1 AS [a-z0-9()]+\\), \\d+\\)"
                    + "|CAST\\(CAST\\(\\1 AS varchar\\(8000\\)\\) AS nvarchar\\(max\\)\\)))+"
                    + " ELSE CAST\\(\\1 AS nvarchar\\(4000\\)\\) END");

    private KnownStatements() {}

    /** The lock that a statement takes before it reads: the table's schema and name; null if it takes none. */
    static String @Nullable [] lockedTable(String sql) {
        Matcher locked = LOCKED_READ.matcher(sql);
        return locked.matches() ? new String[] {unquoted(locked.group(1)), unquoted(locked.group(2))} : null;
    }

    private static String unquoted(String name) {
        return name.substring(1, name.length() - 1).replace("]]", "]");
    }

    /**
     * What H2 runs.
     *
     * @throws SQLFeatureNotSupportedException with the statement, which nobody has taught this emulation
     */
    static String rewritten(String original, String database) throws SQLFeatureNotSupportedException {
        String sql = original.strip();
        for (Rewriting rewriting : WHOLE) {
            Matcher matcher = rewriting.statement().matcher(sql);
            if (matcher.matches()) {
                return matcher.replaceAll(rewriting.replacement());
            }
        }
        if (OLDEST_CHANGE.matcher(sql).matches()) {
            return "SELECT RAWTOHEX(MIN(start_lsn)) FROM cdc.change_tables";
        }
        if (LOCKED_READ.matcher(sql).matches()) {
            return BracketedSql.unbracketed(sql.replace(" WITH (TABLOCK, HOLDLOCK)", ""));
        }
        if (READS.stream().noneMatch(read -> read.matcher(sql).matches())
                && !LoadStatements.isKnown(withoutClasses(sql))) {
            throw new SQLFeatureNotSupportedException("the emulated SQL Server does not know: " + sql);
        }
        return BracketedSql.unbracketed(parts(sql.replace("[" + database.replace("]", "]]") + "].", "")));
    }

    /**
     * Methods of the server's own classes, conversions of variants, and numbers of partitions: "hierarchyid data type method reference", "STSrid",
     * "AsBinaryZM", "CONVERT", "$PARTITION (Transact-SQL)".
     */
    private static String withoutClasses(String sql) {
        String shapes = SHAPE.matcher(sql).replaceAll("emulation.srid_and_shape($1)");
        String variants = VARIANT.matcher(shapes).replaceAll("emulation.converted($1)");
        String partitions = PARTITION
                .matcher(variants)
                .replaceAll(found -> Matcher.quoteReplacement("emulation.partition_number('"
                        + unquoted(found.group(1)).replace("'", "''") + "', " + found.group(2) + ")"));
        return HIERARCHY.matcher(partitions).replaceAll("emulation.path($1)");
    }

    private static String parts(String sql) {
        return withoutClasses(sql)
                .replace(
                        TIME_OF_CHANGE,
                        "(SELECT CAST(m.tran_end_time AS TIMESTAMP WITH TIME ZONE) FROM cdc.lsn_time_mapping m"
                                + " WHERE m.start_lsn = [__$start_lsn])")
                .replace(
                        "OBJECT_SCHEMA_NAME(source_object_id, DB_ID(?))",
                        "emulation.object_schema_name(source_object_id, ?)")
                .replace("OBJECT_NAME(source_object_id, DB_ID(?))", "emulation.object_name(source_object_id, ?)")
                .replace("CAST(SWITCHOFFSET(?, DATENAME(TZOFFSET, SYSDATETIMEOFFSET())) AS datetime)", "?")
                .replace("DB_ID()", "5")
                .replaceAll("\\b0x([0-9a-f]+)\\b", "X'$1'");
    }
}
