package dev.millrace.sink.s3.file;

import dev.millrace.model.TableSchema;
import java.util.List;

/** What files look like. Immutable. */
public interface FileFormat {

    /** The end of a file's name, with its dot. */
    String suffix();

    /**
     * An encoder for rows of a table.
     *
     * @param leadingNames of the fields before a row's columns
     */
    RowEncoder encoder(TableSchema table, List<String> leadingNames);

    /**
     * What a catalogue tells of such files.
     *
     * @param leadingNames of the fields before a row's columns
     */
    HiveShape hive(TableSchema table, List<String> leadingNames);
}
