package dev.millrace.sink.s3.file;

import java.util.List;
import java.util.Map;

/**
 * What readers that speak Hive's language, such as Athena, have to know of a table's files. Immutable.
 *
 * @param columns in the order of a file's fields, with names as they are in files
 * @param inputFormat class that finds records
 * @param outputFormat class that would write them
 * @param serde class that takes records apart
 * @param serdeParameters of that class
 * @param tableParameters of the whole table
 */
public record HiveShape(
        List<Column> columns,
        String inputFormat,
        String outputFormat,
        String serde,
        Map<String, String> serdeParameters,
        Map<String, String> tableParameters) {

    /**
     * A column.
     *
     * @param type in Hive's words, such as {@code decimal(10,2)}
     */
    public record Column(String name, String type) {}

    public HiveShape {
        columns = List.copyOf(columns);
        serdeParameters = Map.copyOf(serdeParameters);
        tableParameters = Map.copyOf(tableParameters);
    }
}
