package dev.millrace.emulated.oracle;

import java.nio.charset.StandardCharsets;
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

    /** A column's value of a row, and the condition that only the row meets. */
    private record Value(LoggedRow of, OracleTable.Column column, String condition) {
        static Value of(LoggedRow row, OracleTable.Column column, List<@Nullable String> values) {
            boolean[] told = new boolean[values.size()];
            Arrays.fill(told, true);
            String where = Redo.delete(row.table(), values, told);
            return new Value(row, column, where.substring(where.indexOf(" where ")));
        }

        boolean isBinary() {
            return column.type().kind() == OracleType.Kind.BLOB;
        }

        int length(String value) {
            return isBinary() ? value.length() / 2 : value.length();
        }

        String locator() {
            return switch (column.type().kind()) {
                case BLOB -> "loc_b";
                case NCLOB -> "loc_nc";
                default -> "loc_c";
            };
        }

        String selection() {
            return "DECLARE \n loc_c CLOB; \n buf_c VARCHAR2(6156); \n loc_b BLOB; \n buf_b RAW(6156); \n loc_nc NCLOB; \n buf_nc NVARCHAR2(6156); \nBEGIN\n select "
                    + OracleTable.quoted(column.name()) + " into " + locator() + " from "
                    + of.table().quoted() + condition.replaceFirst(";$", " for update;");
        }
    }

    LargeValues(LogWriter log) {
        this.log = log;
    }

    void show(Form wanted) {
        form = wanted;
    }

    /** Writes what has changed: short values by an update of the row, longer ones piece by piece behind a locator. */
    void write(LoggedRow row, @Nullable List<@Nullable String> old, List<@Nullable String> now) throws SQLException {
        for (int i = 0; i < now.size(); i++) {
            OracleTable.Column column = row.table().columns().get(i);
            String text = now.get(i);
            boolean same = old == null ? Redo.isEmpty(text) || text == null : Objects.equals(old.get(i), text);
            if (Redo.isBeside(column.type()) && !same) {
                write(Value.of(row, column, now), text, old != null);
            }
        }
    }

    private void write(Value value, @Nullable String text, boolean over) throws SQLException {
        OracleType type = value.column().type();
        if (text != null && type.kind() == OracleType.Kind.XMLTYPE) {
            writeDocument(value, text);
        } else if (text == null || text.length() <= SHORT_VALUE) {
            String literal = text == null ? "NULL" : Redo.isEmpty(text) ? text : Redo.literal(type, text);
            log.change(
                    LogWriter.Operation.UPDATE,
                    value.of(),
                    "update " + value.of().table().quoted() + " set "
                            + OracleTable.quoted(value.column().name()) + " = " + literal + value.condition());
        } else {
            writePieces(value, text, 1);
            if (over) {
                call(LogWriter.Operation.LOB_TRIM, value, trim(value, value.length(text)));
            }
        }
    }

    private static String trim(Value value, int length) {
        return "dbms_lob.trim(" + value.locator() + ", " + length + ");";
    }

    /** Logs that a part of a value was written over, or that it was written behind its end. */
    void overwrite(LoggedRow row, OracleTable.Column column, List<@Nullable String> values, String part, int offset)
            throws SQLException {
        writePieces(Value.of(row, column, values), part, offset);
    }

    /** As LogMiner shows documents that are stored as binary XML: begin, pieces, end. */
    private void writeDocument(Value value, String document) throws SQLException {
        String begin =
                "XML DOC BEGIN:  select " + OracleTable.quoted(value.column().name()) + " from "
                        + value.of().table().quoted() + value.condition().replaceFirst(";$", "");
        log.change(LogWriter.Operation.XML_DOC_BEGIN, value.of(), begin);
        for (int from = 0; from < document.length(); from += PIECE) {
            byte[] bytes = document.substring(from, Math.min(document.length(), from + PIECE))
                    .getBytes(StandardCharsets.UTF_8);
            String piece = "XML_REDO := HEXTORAW('" + EmulatedOracle.hexadecimal(bytes) + "'): " + bytes.length;
            log.change(LogWriter.Operation.XML_DOC_WRITE, value.of(), piece);
        }
        log.change(LogWriter.Operation.XML_DOC_END, value.of(), "XML DOC END");
    }

    /** Logs that a part of a value was cut off or erased, behind its locator. */
    void cut(
            LogWriter.Operation operation,
            LoggedRow row,
            OracleTable.Column column,
            List<@Nullable String> values,
            int length)
            throws SQLException {
        Value value = Value.of(row, column, values);
        locate(value);
        call(
                operation,
                value,
                operation == LogWriter.Operation.LOB_TRIM
                        ? trim(value, length)
                        : "dbms_lob.erase(" + value.locator() + ", " + length + ", 1);");
    }

    private void locate(Value value) throws SQLException {
        if (form == Form.LOCATOR_FIRST) {
            log.change(LogWriter.Operation.SEL_LOB_LOCATOR, value.of(), value.selection());
        }
    }

    private void call(LogWriter.Operation operation, Value value, String call) throws SQLException {
        String before = form == Form.BLOCKS ? value.selection() + "\n" : "";
        String behind = form == Form.BLOCKS ? "END;" : "";
        log.change(operation, value.of(), before + "\n  " + call + "\n" + behind);
    }

    private void writePieces(Value value, String text, int start) throws SQLException {
        boolean binary = value.isBinary();
        String locator = value.locator();
        String buffer = locator.replace("loc", "buf");
        locate(value);
        int piece = binary ? 2 * PIECE : PIECE;
        for (int from = 0; from < text.length(); from += piece) {
            String part = text.substring(from, Math.min(text.length(), from + piece));
            int offset = start + (binary ? from / 2 : from);
            String call = buffer + " := " + (binary ? "HEXTORAW('" + part + "')" : Redo.quoted(part))
                    + "; \n  dbms_lob.write(" + locator + ", " + value.length(part) + ", " + offset + ", " + buffer
                    + ");";
            call(LogWriter.Operation.LOB_WRITE, value, call);
        }
    }
}
