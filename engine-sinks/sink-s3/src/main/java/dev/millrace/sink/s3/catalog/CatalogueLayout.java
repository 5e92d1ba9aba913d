package dev.millrace.sink.s3.catalog;

import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.s3.file.FileFormat;
import dev.millrace.sink.s3.file.RecordSettings;
import dev.millrace.sink.s3.layout.TableFolders;

/**
 * What of a task a catalogue has to know.
 *
 * @param bucket where the files are
 * @param folders of the tables
 * @param format of the files
 * @param records what stands before a row's columns
 * @param partitioned whether files of changes lie in folders by date
 */
public record CatalogueLayout(
        String bucket, TableFolders folders, FileFormat format, RecordSettings records, boolean partitioned) {
    /**
     * Where loaded rows lie below the folder of a table with partitions: a partition's folder must not lie within another's, and what lies in none
     * is not read.
     */
    public static final String LOAD_FOLDER = "load/";

    /** The table with the columns of all its files; those of loaded rows may lack {@code Op}. */
    CatalogueTable table(TableSchema table) {
        return CatalogueTable.of(
                table.id(),
                prefix(table.id()),
                partitioned,
                format.hive(table, records.leadingNames(records.operationInChanges())));
    }

    String prefix(TableId table) {
        return folders.of(table);
    }

    /** The address of a folder, as catalogues have it. */
    String location(String prefix) {
        return "s3://" + bucket + "/" + prefix;
    }
}
