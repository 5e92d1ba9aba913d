package dev.millrace.emulated.oracle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** How versions of rows are told apart: by the numbers between which they are current, and by the transactions that have not ended yet. */
final class RowVersions {
    /** Of a version that nobody has ended. */
    static final long OPEN = Long.MAX_VALUE;

    /** The committed versions that are current now. */
    static final String CURRENT = "FROM_SCN$ IS NOT NULL AND TO_SCN$ = " + OPEN;

    /** Behind the columns of the table itself. */
    static final String COLUMNS =
            ", \"ROWID\" VARCHAR(18), FROM_SCN$ BIGINT, TO_SCN$ BIGINT, BY$ BINARY(8), ENDED_BY$ BINARY(8), PARTITION$ VARCHAR(128), SUBPARTITION$ VARCHAR(128))";

    private RowVersions() {}

    /** The versions that were current at a number, as {@code AS OF SCN} shows them. */
    static String asOf(String scn) {
        return "FROM_SCN$ <= " + scn + " AND TO_SCN$ > " + scn;
    }

    /** The versions that a transaction sees: what is committed, and what it has done itself. */
    static String seenBy(String transaction) {
        return "(FROM_SCN$ IS NOT NULL OR BY$ = " + transaction + ") AND TO_SCN$ = " + OPEN
                + " AND (ENDED_BY$ IS NULL OR ENDED_BY$ <> " + transaction + ")";
    }

    /** A value as text: numbers without exponent, bytes as hexadecimal digits. */
    static @Nullable String text(ResultSet result, int column) throws SQLException {
        switch (result.getMetaData().getColumnType(column)) {
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> {
                byte[] bytes = result.getBytes(column);
                return bytes == null ? null : EmulatedOracle.hexadecimal(bytes);
            }
            case Types.DECIMAL, Types.NUMERIC -> {
                java.math.BigDecimal number = result.getBigDecimal(column);
                return number == null ? null : number.toPlainString();
            }
            default -> {
                return result.getString(column);
            }
        }
    }
}
