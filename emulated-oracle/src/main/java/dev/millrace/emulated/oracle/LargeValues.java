package dev.millrace.emulated.oracle;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Logs values that lie beside their rows, as LogMiner of 19c shows them. Belongs to one thread. */
final class LargeValues {
    private static final int SHORT_VALUE = 1000;
    private static final int PIECE = 1000;

    private final LogWriter log;

    LargeValues(LogWriter log) {
        this.log = log;
    }

    /** Writes what has changed: short values by an update of the row, longer ones piece by piece behind a locator. */
    void write(
            OracleTable table,
            @Nullable List<@Nullable String> old,
            List<@Nullable String> now,
            long scn,
            byte[] xid,
            String rowId,
            long object)
            throws SQLException {
        for (int i = 0; i < now.size(); i++) {
            OracleTable.Column column = table.columns().get(i);
            String value = now.get(i);
            boolean same = old == null ? value == null : Objects.equals(old.get(i), value);
            if (!Redo.isBeside(column.type()) || same) {
                continue;
            }
            boolean[] told = new boolean[now.size()];
            Arrays.fill(told, true);
            String where = Redo.delete(table, now, told);
            String condition = where.substring(where.indexOf(" where "));
            if (value == null || value.length() <= SHORT_VALUE) {
                String literal = value == null ? "NULL" : Redo.literal(column.type(), value);
                log.change(
                        LogWriter.Operation.UPDATE,
                        scn,
                        xid,
                        table,
                        rowId,
                        "update " + table.quoted() + " set " + OracleTable.quoted(column.name()) + " = " + literal
                                + condition,
                        false,
                        object);
            } else {
                writePieces(table, column, value, condition, scn, xid, rowId, object);
            }
        }
    }

    private void writePieces(
            OracleTable table,
            OracleTable.Column column,
            String value,
            String condition,
            long scn,
            byte[] xid,
            String rowId,
            long object)
            throws SQLException {
        boolean binary = column.type().kind() == OracleType.Kind.BLOB;
        String locator = binary ? "loc_b" : "loc_c";
        String buffer = binary ? "buf_b" : "buf_c";
        log.change(
                LogWriter.Operation.SEL_LOB_LOCATOR,
                scn,
                xid,
                table,
                rowId,
                "DECLARE \n loc_c CLOB; \n buf_c VARCHAR2(6156); \n loc_b BLOB; \n buf_b RAW(6156); \n loc_nc NCLOB; \n buf_nc NVARCHAR2(6156); \nBEGIN\n select "
                        + OracleTable.quoted(column.name()) + " into " + locator + " from " + table.quoted()
                        + condition.replaceFirst(";$", " for update;"),
                false,
                object);
        int piece = binary ? 2 * PIECE : PIECE;
        for (int from = 0; from < value.length(); from += piece) {
            String part = value.substring(from, Math.min(value.length(), from + piece));
            int length = binary ? part.length() / 2 : part.length();
            int offset = binary ? from / 2 + 1 : from + 1;
            log.change(
                    LogWriter.Operation.LOB_WRITE,
                    scn,
                    xid,
                    table,
                    rowId,
                    "\n " + buffer + " := " + (binary ? "HEXTORAW('" + part + "')" : Redo.quoted(part))
                            + "; \n  dbms_lob.write(" + locator + ", " + length + ", " + offset + ", " + buffer
                            + ");\n",
                    false,
                    object);
        }
    }
}
