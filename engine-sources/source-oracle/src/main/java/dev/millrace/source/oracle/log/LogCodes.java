package dev.millrace.source.oracle.log;

/** Values of {@code OPERATION_CODE}: Database Reference, V$LOGMNR_CONTENTS. Servers show erasing as 29, where the reference has 28; Debezium asks for 29. */
final class LogCodes {
    static final int INSERT = 1;
    static final int DELETE = 2;
    static final int UPDATE = 3;
    static final int START = 6;
    static final int COMMIT = 7;
    static final int LOCATOR = 9;
    static final int LOB_WRITE = 10;
    static final int LOB_TRIM = 11;
    static final int LOB_ERASE = 29;
    static final int MISSING_SCN = 34;
    static final int ROLLBACK = 36;
    static final int UNSUPPORTED = 255;

    private LogCodes() {}
}
