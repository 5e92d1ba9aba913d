package dev.millrace.sink.s3.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/**
 * Tables and partitions in the words of Glue. Stateless.
 *
 * @param layout tells where they are
 */
record GlueInputs(CatalogueLayout layout) {
    private static final String EXTERNAL = "EXTERNAL_TABLE";

    /** A table that is new. */
    TableInput table(CatalogueTable table) {
        return builder(table).parameters(parameters(table)).build();
    }

    /** A table in the place of one that is there; what others have noted of it stays. */
    TableInput table(CatalogueTable table, Table present) {
        Map<String, String> parameters = new HashMap<>(present.parameters());
        parameters.putAll(parameters(table));
        return builder(table)
                .description(present.description())
                .owner(present.owner())
                .retention(present.retention())
                .parameters(parameters)
                .build();
    }

    PartitionInput partition(CatalogueTable table, String folder) {
        return PartitionInput.builder()
                .values(folder)
                .storageDescriptor(storage(table, table.prefix() + folder + "/"))
                .build();
    }

    /** Whether what is there is what is wanted. */
    boolean describes(Table present, CatalogueTable table) {
        StorageDescriptor storage = present.storageDescriptor();
        StorageDescriptor wanted = storage(table, table.prefix());
        return named(storage.columns()).equals(named(wanted.columns()))
                && wanted.inputFormat().equals(storage.inputFormat())
                && wanted.outputFormat().equals(storage.outputFormat())
                && storage.serdeInfo() != null
                && wanted.serdeInfo()
                        .serializationLibrary()
                        .equals(storage.serdeInfo().serializationLibrary())
                && wanted.serdeInfo().parameters().equals(storage.serdeInfo().parameters())
                && present.parameters().entrySet().containsAll(parameters(table).entrySet());
    }

    boolean isAt(Table present, String prefix) {
        return present.storageDescriptor() != null
                && slashed(String.valueOf(present.storageDescriptor().location()))
                        .equals(layout.location(prefix));
    }

    boolean hasPartitionsOf(Table present, CatalogueTable table) {
        return named(present.partitionKeys()).equals(named(partitionKeys(table)));
    }

    private TableInput.Builder builder(CatalogueTable table) {
        return TableInput.builder()
                .name(table.name())
                .tableType(EXTERNAL)
                .partitionKeys(partitionKeys(table))
                .storageDescriptor(storage(table, table.prefix()));
    }

    private StorageDescriptor storage(CatalogueTable table, String prefix) {
        return StorageDescriptor.builder()
                .columns(table.columns().stream()
                        .map(column -> column(column.name(), column.type()))
                        .toList())
                .location(layout.location(prefix))
                .inputFormat(table.shape().inputFormat())
                .outputFormat(table.shape().outputFormat())
                .serdeInfo(serde -> serde.serializationLibrary(table.shape().serde())
                        .parameters(table.shape().serdeParameters()))
                .build();
    }

    private static Map<String, String> parameters(CatalogueTable table) {
        Map<String, String> parameters = new HashMap<>(table.shape().tableParameters());
        parameters.put("EXTERNAL", "TRUE");
        return parameters;
    }

    private static List<Column> partitionKeys(CatalogueTable table) {
        return table.partitioned() ? List.of(column(CatalogueTable.KEY, "string")) : List.of();
    }

    private static Column column(String name, String type) {
        return Column.builder().name(name).type(type).build();
    }

    private static List<String> named(List<Column> columns) {
        return columns.stream()
                .map(column -> column.name() + " " + column.type())
                .toList();
    }

    private static String slashed(String location) {
        return location.endsWith("/") ? location : location + "/";
    }
}
