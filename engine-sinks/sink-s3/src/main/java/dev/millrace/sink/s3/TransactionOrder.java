package dev.millrace.sink.s3;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.sink.s3.csv.CsvFormat;
import dev.millrace.sink.s3.csv.CsvSettings;
import dev.millrace.spi.EndpointSettings;
import java.util.List;
import java.util.Optional;

/**
 * Changes of all tables go to one series of files, in the order of their commits: {@code PreserveTransactions} (dms-reference §5.1).
 *
 * @param folder {@code CdcPath} without slashes around it, below the bucket's folder
 * @param format of the files, whatever {@code DataFormat} is
 */
record TransactionOrder(String folder, CsvFormat format) {
    private static final List<String> CONTRADICTIONS =
            List.of("DatePartitionEnabled", "AddColumnName", "GlueCatalogGeneration");

    /**
     * What the settings ask for; empty unless they do.
     *
     * @throws ReplicationException {@code SETTING_INVALID}
     */
    static Optional<TransactionOrder> of(EndpointSettings settings, boolean gzip) {
        if (!settings.flag("PreserveTransactions", false)) {
            return Optional.empty();
        }
        for (String name : CONTRADICTIONS) {
            if (settings.flag(name, false)) {
                throw invalid(name + " is true, too; set one of them to false");
            }
        }
        String folder = settings.text("CdcPath", "").replaceAll("^/+|/+$", "");
        if (folder.isEmpty()) {
            throw invalid("CdcPath is missing; give a folder for the files of changes, such as changes");
        }
        return Optional.of(new TransactionOrder(folder, new CsvFormat(CsvSettings.of(settings), gzip)));
    }

    private static ReplicationException invalid(String problem) {
        return new ReplicationException(
                ErrorCode.SETTING_INVALID, "S3 endpoint: PreserveTransactions is true, but " + problem);
    }
}
