package dev.millrace.emulated.sqlserver;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The statements by which the source's full load reads users' tables, after methods of the server's own classes are taken out of them. Debezium's
 * connector (3.5.0) reads no users' tables here, since it takes no snapshot.
 */
final class LoadStatements {
    private static final String NAME = "\\[[^]]*+(?:]][^]]*+)*+]";
    private static final String TABLE = NAME + "\\." + NAME;
    private static final String COLUMN =
            "(?:" + NAME + "|emulation\\.(?:path|srid_and_shape|converted)\\(" + NAME + "\\))";
    private static final String COLUMNS = COLUMN + "(?:, " + COLUMN + ")*";
    private static final String NAMES = NAME + "(?:, " + NAME + ")*";
    private static final String LITERAL = "(?:N?'[^']*+(?:''[^']*+)*+'|-?\\d+(?:\\.\\d+)?)";
    private static final String PARTITION = "emulation\\.partition_number\\(N?'[^']*+(?:''[^']*+)*+', " + NAME + "\\)";
    private static final String TERM =
            "\\(*(?:" + NAME + "|" + PARTITION + ")(?: (?:>=|<=|<|>|=) " + LITERAL + "| IS (?:NOT )?NULL)\\)*";
    private static final String WHERE = "(?: WHERE " + TERM + "(?: (?:AND|OR) " + TERM + ")*)?";

    private static final List<Pattern> SHAPES = List.of(
            // rows of a chunk: "SELECT (Transact-SQL)", "Search condition"
            Pattern.compile("SELECT (?:1|" + COLUMNS + ") FROM " + TABLE + WHERE),
            // where a chunk ends: "SELECT - ORDER BY clause", OFFSET and FETCH
            Pattern.compile("SELECT " + NAMES + " FROM " + TABLE + WHERE + " ORDER BY " + NAMES
                    + " OFFSET \\d+ ROWS FETCH NEXT 1 ROWS ONLY"),
            // the range of a key: "MIN (Transact-SQL)", "MAX (Transact-SQL)"
            Pattern.compile("SELECT MIN\\(" + NAME + "\\), MAX\\(" + NAME + "\\) FROM " + TABLE),
            // where a snapshot begins: "TOP (Transact-SQL)", "SET TRANSACTION ISOLATION LEVEL"
            Pattern.compile(
                    "SELECT COUNT\\(\\*\\) FROM \\(SELECT TOP \\(1\\) 1 AS present FROM " + TABLE + "\\) AS begun"));

    private LoadStatements() {}

    static boolean isKnown(String sql) {
        return SHAPES.stream().anyMatch(shape -> shape.matcher(sql).matches());
    }
}
