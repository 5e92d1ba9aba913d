package dev.millrace.source.oracle;

import dev.millrace.error.ErrorCode;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.TableSchema;
import dev.millrace.source.oracle.log.OracleLog;
import dev.millrace.source.oracle.server.Query;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.Finding;
import java.util.ArrayList;
import java.util.List;

/** Looks for what would keep a task from running, and for what its user should know. */
final class Prerequisites {
    private static final String DOING = "checking the database";

    /** The user that Amazon's servers have for their administration. */
    private static final String RDS = "SELECT COUNT(*) FROM ALL_USERS WHERE USERNAME = 'RDSADMIN'";

    private final String user;
    private final boolean wantsBinaryReader;
    private final boolean wantsZones;
    private final Query query;
    private final OracleLog log;
    private final SupplementalLogging logging;

    Prerequisites(Endpoint endpoint, Query query, OracleLog log) {
        this.user = endpoint.username();
        boolean logMiner = endpoint.settings().flag("UseLogminerReader", true);
        this.wantsBinaryReader = endpoint.settings().flag("UseBFile", false) || !logMiner;
        this.wantsZones = !endpoint.settings().flag("ConvertTimestampWithZoneToUTC", true);
        this.query = query;
        this.log = log;
        this.logging = new SupplementalLogging(endpoint.settings().flag("AddSupplementalLogging", false), query);
    }

    List<Finding> check(List<TableSchema> tables, boolean capture) {
        List<Finding> findings = new ArrayList<>();
        Remedies remedies = new Remedies(user, !query.value(DOING, RDS).equals("0"));
        Grants grants = new Grants(query, remedies);
        boolean canRead = grants.checkLoad(tables, findings);
        checkColumns(tables, capture, findings);
        checkZones(tables, findings);
        if (capture) {
            checkReader(findings);
            canRead &= grants.checkCapture(log.buildsDictionary(), findings);
            if (canRead) {
                logging.check(tables, remedies, grants, findings);
            }
            findings.addAll(log.findings(tables));
        }
        return findings;
    }

    private static void checkColumns(List<TableSchema> tables, boolean capture, List<Finding> findings) {
        for (TableSchema table : tables) {
            for (ColumnSchema column : table.columns()) {
                boolean unknown = column.type().kind() == Kind.OTHER;
                if (unknown || (capture && column.nativeType().startsWith("LONG"))) {
                    findings.add(Finding.blocking(
                            ErrorCode.SOURCE_EVENT_UNSUPPORTED,
                            "values of " + table.id() + "." + column.name() + " (" + column.nativeType() + ") can't be "
                                    + (unknown ? "read" : "read from the log"),
                            "leave the table out of the table mappings"));
                }
            }
        }
    }

    /** What DMS does without the setting: values with the zone of the server. Whoever says nothing gets what the documentation says. */
    private void checkZones(List<TableSchema> tables, List<Finding> findings) {
        if (!wantsZones) {
            return;
        }
        for (TableSchema table : tables) {
            for (ColumnSchema column : table.columns()) {
                if (column.type().kind() == Kind.TIMESTAMP_TZ) {
                    findings.add(Finding.warning(
                            ErrorCode.SETTING_INVALID,
                            "ConvertTimestampWithZoneToUTC is false, and values of " + table.id() + "." + column.name()
                                    + " (" + column.nativeType() + ") are told as moments in UTC all the same",
                            "set ConvertTimestampWithZoneToUTC to true, or keep the zone in a column of its own"));
                }
            }
        }
    }

    private void checkReader(List<Finding> findings) {
        if (wantsBinaryReader) {
            findings.add(Finding.warning(
                    ErrorCode.SETTING_INVALID,
                    "the endpoint asks for the Binary Reader, and the log is read by LogMiner all the same",
                    "leave UseLogminerReader and UseBFile out"));
        }
    }

    /** With {@code AddSupplementalLogging}: adds what is missing. Without: nothing. */
    void addLogging(List<TableSchema> tables) {
        logging.add(tables);
    }
}
