package dev.millrace.source.mysql.binlog;

/** The numbers of the log's event types. */
final class EventTypes {
    static final int QUERY = 2;
    static final int STOP = 3;
    static final int ROTATE = 4;
    static final int INTVAR = 5;
    static final int RAND = 13;
    static final int USER_VAR = 14;
    static final int FORMAT_DESCRIPTION = 15;
    static final int XID = 16;
    static final int BEGIN_LOAD_QUERY = 17;
    static final int EXECUTE_LOAD_QUERY = 18;
    static final int TABLE_MAP = 19;
    static final int WRITE_ROWS_V1 = 23;
    static final int UPDATE_ROWS_V1 = 24;
    static final int DELETE_ROWS_V1 = 25;
    static final int INCIDENT = 26;
    static final int HEARTBEAT = 27;
    static final int IGNORABLE = 28;
    static final int ROWS_QUERY = 29;
    static final int WRITE_ROWS = 30;
    static final int UPDATE_ROWS = 31;
    static final int DELETE_ROWS = 32;
    static final int GTID = 33;
    static final int ANONYMOUS_GTID = 34;
    static final int PREVIOUS_GTIDS = 35;
    static final int TRANSACTION_CONTEXT = 36;
    static final int VIEW_CHANGE = 37;
    static final int XA_PREPARE = 38;
    static final int PARTIAL_UPDATE_ROWS = 39;
    static final int TRANSACTION_PAYLOAD = 40;
    static final int HEARTBEAT_V2 = 41;
    static final int TAGGED_GTID = 42;
    static final int MARIA_ANNOTATE_ROWS = 160;
    static final int MARIA_CHECKPOINT = 161;
    static final int MARIA_GTID = 162;
    static final int MARIA_GTID_LIST = 163;
    static final int MARIA_START_ENCRYPTION = 164;
    static final int MARIA_QUERY_COMPRESSED = 165;
    static final int MARIA_WRITE_ROWS_COMPRESSED_V1 = 166;
    static final int MARIA_UPDATE_ROWS_COMPRESSED_V1 = 167;
    static final int MARIA_DELETE_ROWS_COMPRESSED_V1 = 168;
    static final int MARIA_WRITE_ROWS_COMPRESSED = 169;
    static final int MARIA_UPDATE_ROWS_COMPRESSED = 170;
    static final int MARIA_DELETE_ROWS_COMPRESSED = 171;

    /** The header flag by which a server says that an event may be passed over. */
    static final int MAY_BE_IGNORED = 0x80;

    private EventTypes() {}

    /** Whether the event tells nothing that a reader of changes needs. */
    static boolean isIrrelevant(int type) {
        return switch (type) {
            case STOP,
                    INTVAR,
                    RAND,
                    USER_VAR,
                    FORMAT_DESCRIPTION,
                    IGNORABLE,
                    ROWS_QUERY,
                    PREVIOUS_GTIDS,
                    TRANSACTION_CONTEXT,
                    VIEW_CHANGE,
                    MARIA_ANNOTATE_ROWS,
                    MARIA_CHECKPOINT,
                    MARIA_GTID_LIST,
                    MARIA_START_ENCRYPTION -> true;
            default -> false;
        };
    }
}
