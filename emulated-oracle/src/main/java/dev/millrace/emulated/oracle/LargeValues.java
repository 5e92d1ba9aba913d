package dev.millrace.emulated.oracle;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Logs values that lie beside their rows, as LogMiner of 19c shows them: a row that selects the locator, and the calls of {@code DBMS_LOB} behind it. An update
 * writes the new value over the old one and cuts off the rest, as SecureFiles do. Belongs to one thread.
 */
final class LargeValues {
    private static final int SHORT_VALUE = 1000;
    private static final int PIECE = 1000;

    private final LogWriter log;
    private Form form = Form.LOCATOR_FIRST;

    /** How calls of {@code DBMS_LOB} are told. */
    enum Form {
        /** Behind a row of its own that selects the locator. */
        LOCATOR_FIRST,
        /** Each with the locator before it in one block, as 23ai shows them. */
        BLOCKS,
        /** Without a locator, as of values that are kept out of their rows (BasicFiles, DISABLE STORAGE IN ROW). */
        WITHOUT_ROW
    }

    void show(Form wanted) {
        form = wanted;
    }

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
            if (old == null && Redo.isEmpty(value)) {
                continue;
            }
            String condition = condition(table, now);
            if (value != null && column.type().kind() == OracleType.Kind.XMLTYPE) {
                writeDocument(table, column, value, condition, scn, xid, rowId, object);
            } else if (value == null || value.length() <= SHORT_VALUE) {
                String literal =
                        value == null ? "NULL" : Redo.isEmpty(value) ? value : Redo.literal(column.type(), value);
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
                writePieces(table, column, value, 1, condition, scn, xid, rowId, object);
                if (old != null) {
                    call(
                            LogWriter.Operation.LOB_TRIM,
                            table,
                            column,
                            trim(column, length(column, value)),
                            condition,
                            scn,
                            xid,
                            rowId,
                            object);
                }
            }
        }
    }

    private static int length(OracleTable.Column column, String value) {
        return column.type().kind() == OracleType.Kind.BLOB ? value.length() / 2 : value.length();
    }

    private static String trim(OracleTable.Column column, int length) {
        return "dbms_lob.trim(" + locator(column) + ", " + length + ");";
    }

    /** Logs that a part of a value was written over, or that it was written behind its end. */
    void overwrite(
            OracleTable table,
            OracleTable.Column column,
            String part,
            int offset,
            List<@Nullable String> row,
            long scn,
            byte[] xid,
            String rowId,
            long object)
            throws SQLException {
        writePieces(table, column, part, offset, condition(table, row), scn, xid, rowId, object);
    }

    private static String condition(OracleTable table, List<@Nullable String> row) {
        boolean[] told = new boolean[row.size()];
        Arrays.fill(told, true);
        String where = Redo.delete(table, row, told);
        return where.substring(where.indexOf(" where "));
    }

    /** As LogMiner shows documents that are stored as binary XML: begin, pieces, end. */
    private void writeDocument(
            OracleTable table,
            OracleTable.Column column,
            String document,
            String condition,
            long scn,
            byte[] xid,
            String rowId,
            long object)
            throws SQLException {
        String begin = "XML DOC BEGIN:  select " + OracleTable.quoted(column.name()) + " from " + table.quoted()
                + condition.replaceFirst(";$", "");
        log.change(LogWriter.Operation.XML_DOC_BEGIN, scn, xid, table, rowId, begin, false, object);
        for (int from = 0; from < document.length(); from += PIECE) {
            String part = document.substring(from, Math.min(document.length(), from + PIECE));
            byte[] bytes = part.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            String piece = "XML_REDO := HEXTORAW('" + EmulatedOracle.hexadecimal(bytes) + "'): " + bytes.length;
            log.change(LogWriter.Operation.XML_DOC_WRITE, scn, xid, table, rowId, piece, false, object);
        }
        log.change(LogWriter.Operation.XML_DOC_END, scn, xid, table, rowId, "XML DOC END", false, object);
    }

    /** Logs that a part of a value was cut off or erased, behind its locator. */
    void cut(
            LogWriter.Operation operation,
            OracleTable table,
            OracleTable.Column column,
            int length,
            List<@Nullable String> row,
            long scn,
            byte[] xid,
            String rowId,
            long object)
            throws SQLException {
        locate(table, column, condition(table, row), scn, xid, rowId, object);
        String call = operation == LogWriter.Operation.LOB_TRIM
                ? trim(column, length)
                : "dbms_lob.erase(" + locator(column) + ", " + length + ", 1);";
        call(operation, table, column, call, condition(table, row), scn, xid, rowId, object);
    }

    private static String locator(OracleTable.Column column) {
        return switch (column.type().kind()) {
            case BLOB -> "loc_b";
            case NCLOB -> "loc_nc";
            default -> "loc_c";
        };
    }

    private void locate(
            OracleTable table,
            OracleTable.Column column,
            String condition,
            long scn,
            byte[] xid,
            String rowId,
            long object)
            throws SQLException {
        if (form == Form.LOCATOR_FIRST) {
            String sql = selection(table, column, condition);
            log.change(LogWriter.Operation.SEL_LOB_LOCATOR, scn, xid, table, rowId, sql, false, object);
        }
    }

    private static String selection(OracleTable table, OracleTable.Column column, String condition) {
        return "DECLARE \n loc_c CLOB; \n buf_c VARCHAR2(6156); \n loc_b BLOB; \n buf_b RAW(6156); \n loc_nc NCLOB; \n buf_nc NVARCHAR2(6156); \nBEGIN\n select "
                + OracleTable.quoted(column.name()) + " into " + locator(column) + " from " + table.quoted()
                + condition.replaceFirst(";$", " for update;");
    }

    private void call(
            LogWriter.Operation operation,
            OracleTable table,
            OracleTable.Column column,
            String call,
            String condition,
            long scn,
            byte[] xid,
            String rowId,
            long object)
            throws SQLException {
        String before = form == Form.BLOCKS ? selection(table, column, condition) + "\n" : "";
        String behind = form == Form.BLOCKS ? "END;" : "";
        log.change(operation, scn, xid, table, rowId, before + "\n  " + call + "\n" + behind, false, object);
    }

    private void writePieces(
            OracleTable table,
            OracleTable.Column column,
            String value,
            int start,
            String condition,
            long scn,
            byte[] xid,
            String rowId,
            long object)
            throws SQLException {
        boolean binary = column.type().kind() == OracleType.Kind.BLOB;
        String locator = locator(column);
        String buffer = locator.replace("loc", "buf");
        locate(table, column, condition, scn, xid, rowId, object);
        int piece = binary ? 2 * PIECE : PIECE;
        for (int from = 0; from < value.length(); from += piece) {
            String part = value.substring(from, Math.min(value.length(), from + piece));
            int offset = start + (binary ? from / 2 : from);
            String call = buffer + " := " + (binary ? "HEXTORAW('" + part + "')" : Redo.quoted(part))
                    + "; \n  dbms_lob.write(" + locator + ", " + length(column, part) + ", " + offset + ", " + buffer
                    + ");";
            call(LogWriter.Operation.LOB_WRITE, table, column, call, condition, scn, xid, rowId, object);
        }
    }
}
