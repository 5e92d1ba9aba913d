package dev.millrace.differential;

import dev.millrace.differential.capture.NativeReader;
import dev.millrace.differential.normal.ServerText;
import dev.millrace.differential.normal.ValueForms;
import dev.millrace.differential.workload.TestTable;
import dev.millrace.differential.workload.WorkloadSessions;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;

/** One server with its tables, and how both readers are opened on it. */
interface Subject {
    String name();

    List<TestTable> tables();

    /** Further tables, of types that Debezium can't read. */
    List<TestTable> beyond();

    ValueForms values();

    ServerText serverText();

    /** Whether the log holds complete old rows of every table. */
    boolean logHoldsWholeOldRows();

    WorkloadSessions openSessions() throws SQLException;

    NativeReader openNative();

    Properties debezium();
}
