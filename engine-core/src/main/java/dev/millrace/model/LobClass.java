package dev.millrace.model;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * DMS's classes of large objects. Which source types belong to which is what DMS's tables of source data types say; so a {@code text} of
 * PostgreSQL is one, and one of MySQL is not.
 */
public enum LobClass {
    /** Bytes. */
    BLOB,
    /** Text in the source's character set, measured in bytes of UTF-8. */
    CLOB,
    /** Text measured in UTF-16, two bytes a unit. */
    NCLOB;

    /** From this length on DMS takes a text of Oracle for a large one. */
    private static final int LONGEST_ORACLE_TEXT = 4000;

    /**
     * The class of a column; empty if it is no large object.
     *
     * @param family of the database that the column is in
     */
    public static Optional<LobClass> of(EngineFamily family, ColumnSchema column) {
        String declared = firstWord(column.nativeType());
        return Optional.ofNullable(
                switch (family) {
                    case POSTGRES -> ofPostgres(column.type(), declared);
                    case MYSQL -> ofMySql(declared);
                    case ORACLE -> ofOracle(column.type(), declared);
                    case SQLSERVER -> ofSqlServer(column.type(), declared);
                    case DYNAMODB, S3 -> null;
                });
    }

    /** A {@code varchar} without a length is none: DMS takes it for a text of {@code unboundedVarcharMaxSize} bytes. */
    private static @Nullable LobClass ofPostgres(DataType type, String declared) {
        return switch (type.kind()) {
            case CLOB -> declared.equals("character") || declared.equals("bpchar") ? null : NCLOB;
            case BLOB -> BLOB;
            case XML -> CLOB;
            case JSON, ARRAY -> NCLOB;
            case OTHER ->
                switch (declared) {
                    case "tsvector", "tsquery", "path", "polygon" -> CLOB;
                    default -> declared.equals("hstore") || declared.endsWith(".hstore") ? NCLOB : null;
                };
            default -> null;
        };
    }

    private static @Nullable LobClass ofMySql(String declared) {
        return switch (declared) {
            case "mediumtext", "longtext" -> NCLOB;
            case "mediumblob", "longblob" -> BLOB;
            default -> null;
        };
    }

    private static @Nullable LobClass ofOracle(DataType type, String declared) {
        LobClass text = declared.startsWith("n") ? NCLOB : CLOB;
        return switch (type.kind()) {
            case CLOB -> text;
            case BLOB -> BLOB;
            case XML -> CLOB;
            case STRING -> declared.contains("varchar") && type.length() > LONGEST_ORACLE_TEXT ? text : null;
            default -> null;
        };
    }

    private static @Nullable LobClass ofSqlServer(DataType type, String declared) {
        return switch (type.kind()) {
            case CLOB -> declared.startsWith("n") ? NCLOB : CLOB;
            case BLOB -> BLOB;
            case XML -> NCLOB;
            case GEOMETRY -> CLOB;
            default -> null;
        };
    }

    private static String firstWord(String nativeType) {
        String lower = nativeType.toLowerCase(Locale.ROOT);
        int end = 0;
        while (end < lower.length() && lower.charAt(end) != ' ' && lower.charAt(end) != '(') {
            end++;
        }
        return lower.substring(0, end);
    }
}
