package dev.millrace.sink.postgres.encode;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType.Kind;

/** What has to be done to a column's values before PostgreSQL can read them. */
enum ValueForm {
    /** Text that holds neither a backslash, a quote nor a control character: copied as it is. */
    PLAIN,
    /** Text that may hold anything. */
    TEXT,
    /** {@code \x} and hexadecimal digits already. */
    HEX_TEXT,
    /** Raw bytes, to be written as hexadecimal digits. */
    BYTES,
    /** A form that is turned into canonical text first. */
    FOREIGN_TEXT,
    /** A form that is turned into canonical bytes first. */
    FOREIGN_BYTES;

    /** The name of the wire form in which PostgreSQL itself prints {@code bytea}. */
    private static final String POSTGRES_HEX = "postgres-hex";

    /** Whether values are the text that a PostgreSQL server prints. */
    boolean isServerText() {
        return this == PLAIN || this == TEXT || this == HEX_TEXT;
    }

    static ValueForm of(ColumnSchema column) {
        if (column.wire().name().equals(POSTGRES_HEX)) {
            return HEX_TEXT;
        }
        if (!column.wire().isCanonical()) {
            return column.type().isBinary() ? FOREIGN_BYTES : FOREIGN_TEXT;
        }
        if (column.type().isBinary()) {
            return BYTES;
        }
        return isPlain(column.type().kind()) ? PLAIN : TEXT;
    }

    private static boolean isPlain(Kind kind) {
        return switch (kind) {
            case BOOLEAN,
                    INT1,
                    INT2,
                    INT4,
                    INT8,
                    UINT1,
                    UINT2,
                    UINT4,
                    UINT8,
                    NUMERIC,
                    REAL4,
                    REAL8,
                    BIT,
                    DATE,
                    TIME,
                    TIME_TZ,
                    DATETIME,
                    TIMESTAMP_TZ,
                    YEAR,
                    UUID -> true;
            default -> false;
        };
    }
}
