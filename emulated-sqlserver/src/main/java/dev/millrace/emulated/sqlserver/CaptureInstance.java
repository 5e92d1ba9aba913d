package dev.millrace.emulated.sqlserver;

import java.util.List;

/** A capture instance: the change table of a table, and the columns that it has. */
record CaptureInstance(int objectId, int sourceId, String name, List<String> columns) {

    String changeTable() {
        return "cdc." + BracketedSql.quoted(name + "_CT");
    }
}
