package dev.millrace.source.mysql.value;

/** A row holds a label of an ENUM or SET that the known declaration does not have: the table was changed. */
public final class UnknownLabelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownLabelException(int label, int known) {
        super("a row holds label " + label + " of an ENUM or SET of which " + known + " labels are known");
    }
}
