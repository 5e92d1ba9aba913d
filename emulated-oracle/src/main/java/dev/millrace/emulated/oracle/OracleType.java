package dev.millrace.emulated.oracle;

import java.sql.Types;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A declared type, as the SQL Language Reference of 19c has them.
 *
 * @param kind what values look like
 * @param length declared characters or bytes; 0 if there are none
 * @param precision declared digits; 0 if there are none
 * @param scale digits of the fraction; {@link #UNSET} if none are declared
 */
record OracleType(Kind kind, int length, int precision, int scale) {
    static final int UNSET = -127;

    private static final Pattern DECLARATION = Pattern.compile(
            "([A-Z][A-Z0-9_ ]*?)\\s*(?:\\(\\s*(\\*|-?\\d+)(?:\\s*,\\s*(-?\\d+))?(?:\\s+(?:CHAR|BYTE))?\\s*\\))?"
                    + "((?:\\s+[A-Z][A-Z ]*?(?:\\(\\d+\\))?)?)");

    /** The kinds, each with its code in Oracle's JDBC driver and the type that holds its values here. */
    enum Kind {
        NUMBER("NUMBER", Types.NUMERIC, "DECFLOAT(38)"),
        FLOAT("FLOAT", Types.FLOAT, "DECFLOAT(38)"),
        BINARY_FLOAT("BINARY_FLOAT", 100, "REAL"),
        BINARY_DOUBLE("BINARY_DOUBLE", 101, "DOUBLE PRECISION"),
        CHAR("CHAR", Types.CHAR, "VARCHAR"),
        VARCHAR2("VARCHAR2", Types.VARCHAR, "VARCHAR"),
        NCHAR("NCHAR", Types.NCHAR, "VARCHAR"),
        NVARCHAR2("NVARCHAR2", Types.NVARCHAR, "VARCHAR"),
        DATE("DATE", Types.TIMESTAMP, "TIMESTAMP(0)"),
        TIMESTAMP("TIMESTAMP", Types.TIMESTAMP, "TIMESTAMP(9)"),
        TIMESTAMP_TZ("TIMESTAMP WITH TIME ZONE", -101, "TIMESTAMP(9) WITH TIME ZONE"),
        TIMESTAMP_LTZ("TIMESTAMP WITH LOCAL TIME ZONE", -102, "TIMESTAMP(9) WITH TIME ZONE"),
        INTERVAL_YM("INTERVAL YEAR TO MONTH", -103, "VARCHAR"),
        INTERVAL_DS("INTERVAL DAY TO SECOND", -104, "VARCHAR"),
        RAW("RAW", -3, "VARBINARY"),
        LONG("LONG", Types.LONGVARCHAR, "CHARACTER LARGE OBJECT"),
        LONG_RAW("LONG RAW", Types.LONGVARBINARY, "BINARY LARGE OBJECT"),
        CLOB("CLOB", Types.CLOB, "CHARACTER LARGE OBJECT"),
        NCLOB("NCLOB", Types.NCLOB, "CHARACTER LARGE OBJECT"),
        BLOB("BLOB", Types.BLOB, "BINARY LARGE OBJECT"),
        XMLTYPE("XMLTYPE", Types.SQLXML, "CHARACTER LARGE OBJECT"),
        ROWID("ROWID", Types.ROWID, "VARCHAR"),
        UROWID("UROWID", Types.ROWID, "VARCHAR");

        private final String words;
        private final int jdbcCode;
        private final String stored;

        Kind(String words, int jdbcCode, String stored) {
            this.words = words;
            this.jdbcCode = jdbcCode;
            this.stored = stored;
        }

        int jdbcCode() {
            return jdbcCode;
        }

        String stored() {
            return stored;
        }

        /** Whether values lie beside the row, so that no supplemental logging tells them. */
        boolean isLarge() {
            return switch (this) {
                case CLOB, NCLOB, BLOB, XMLTYPE, LONG, LONG_RAW -> true;
                default -> false;
            };
        }
    }

    /** Reads a declaration such as {@code NUMBER(10,2)} or {@code TIMESTAMP(3) WITH TIME ZONE}. */
    static OracleType of(String declaration) {
        String text = declaration.trim().toUpperCase(Locale.ROOT);
        Matcher found = DECLARATION.matcher(text);
        if (!found.matches()) {
            throw new IllegalArgumentException("the emulation does not know the type " + declaration);
        }
        String words = (found.group(1) + " " + found.group(4).replaceAll("\\(\\d+\\)", ""))
                .trim()
                .replaceAll("\\s+", " ");
        Kind kind = kind(words, declaration);
        int first = found.group(2) == null ? 0 : found.group(2).equals("*") ? 38 : Integer.parseInt(found.group(2));
        return switch (kind) {
            case NUMBER -> new OracleType(kind, 0, first, scale(first, found.group(3)));
            case FLOAT -> new OracleType(kind, 0, first == 0 ? 126 : first, UNSET);
            case TIMESTAMP, TIMESTAMP_TZ, TIMESTAMP_LTZ ->
                new OracleType(kind, 0, 0, found.group(2) == null ? 6 : first);
            case INTERVAL_YM -> new OracleType(kind, 0, found.group(2) == null ? 2 : first, 0);
            case INTERVAL_DS -> new OracleType(kind, 0, found.group(2) == null ? 2 : first, fraction(found.group(4)));
            default -> new OracleType(kind, first, 0, UNSET);
        };
    }

    private static int scale(int precision, String declared) {
        return declared == null ? precision == 0 ? UNSET : 0 : Integer.parseInt(declared);
    }

    private static int fraction(String rest) {
        Matcher digits = Pattern.compile("\\((\\d+)\\)").matcher(rest);
        return digits.find() ? Integer.parseInt(digits.group(1)) : 6;
    }

    private static Kind kind(String words, String declaration) {
        for (Kind kind : Kind.values()) {
            if (kind.words.equals(words)) {
                return kind;
            }
        }
        return switch (words) {
            case "INTEGER", "INT", "DECIMAL", "NUMERIC" -> Kind.NUMBER;
            case "VARCHAR" -> Kind.VARCHAR2;
            default -> throw new IllegalArgumentException("the emulation does not know the type " + declaration);
        };
    }

    /** {@code DATA_TYPE} of {@code ALL_TAB_COLS}. */
    String dictionaryName() {
        return switch (kind) {
            case TIMESTAMP -> "TIMESTAMP(" + scale + ")";
            case TIMESTAMP_TZ -> "TIMESTAMP(" + scale + ") WITH TIME ZONE";
            case TIMESTAMP_LTZ -> "TIMESTAMP(" + scale + ") WITH LOCAL TIME ZONE";
            case INTERVAL_YM -> "INTERVAL YEAR(" + precision + ") TO MONTH";
            case INTERVAL_DS -> "INTERVAL DAY(" + precision + ") TO SECOND(" + scale + ")";
            default -> kind.words;
        };
    }

    /** {@code COLUMN_SIZE} of the driver's {@code getColumns}. */
    int columnSize() {
        return switch (kind) {
            case NUMBER, FLOAT -> precision;
            case DATE -> 7;
            case TIMESTAMP, TIMESTAMP_LTZ -> 11;
            case TIMESTAMP_TZ -> 13;
            case INTERVAL_YM, INTERVAL_DS -> precision;
            default -> length == 0 ? 4000 : length;
        };
    }
}
