package dev.millrace.sink.s3.catalog;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.sink.aws.AwsErrors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.BatchCreatePartitionResponse;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.PartitionError;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.Table;

/** The calls of Glue. Each may be repeated: what is there already is left alone or brought to what is wanted. Thread-safe. */
final class GlueTables implements AutoCloseable {
    private static final int MOST_PARTITIONS = 100;
    private static final int BAD_REQUEST = 400;
    private static final String EXISTS = "AlreadyExistsException";

    private final GlueClient glue;
    private final GlueInputs inputs;
    private final CatalogueLayout layout;

    /** @param glue is closed with this */
    GlueTables(GlueClient glue, CatalogueLayout layout) {
        this.glue = glue;
        this.layout = layout;
        this.inputs = new GlueInputs(layout);
    }

    boolean isDatabase(String name) {
        return asked("can't look at database " + name + " in the catalogue of Glue", () -> {
            try {
                glue.getDatabase(request -> request.name(name));
                return true;
            } catch (EntityNotFoundException e) {
                return false;
            }
        });
    }

    /**
     * Makes the table and its database, or brings it to its shape.
     *
     * @throws ReplicationException {@code TARGET_SETTING_WRONG} if somebody else has a table of that name
     */
    void make(CatalogueTable table) {
        String action = "can't make table " + table + " in the catalogue of Glue";
        Optional<Table> found = find(table.database(), table.name());
        if (found.isEmpty()) {
            if (!isDatabase(table.database())) {
                unlessThere(
                        action,
                        () -> glue.createDatabase(
                                request -> request.databaseInput(database -> database.name(table.database()))));
            }
            boolean made = unlessThere(
                    action,
                    () -> glue.createTable(
                            request -> request.databaseName(table.database()).tableInput(inputs.table(table))));
            found = made ? Optional.empty() : find(table.database(), table.name());
        }
        found.ifPresent(present -> update(table, present));
    }

    private void update(CatalogueTable table, Table present) {
        requireOurs(table, present);
        if (!inputs.describes(present, table)) {
            asked(
                    "can't update table " + table + " in the catalogue of Glue",
                    () -> glue.updateTable(request ->
                            request.databaseName(table.database()).tableInput(inputs.table(table, present))));
        }
    }

    /** Registers these folders with the table's shape. */
    void bringPartitions(CatalogueTable table, Collection<String> folders) {
        for (String folder : addMissingPartitions(table, folders)) {
            asked(
                    "can't update partition " + folder + " of " + table + " in the catalogue of Glue",
                    () -> glue.updatePartition(request -> request.databaseName(table.database())
                            .tableName(table.name())
                            .partitionValueList(folder)
                            .partitionInput(inputs.partition(table, folder))));
        }
    }

    /**
     * Registers those of these folders that are no partitions yet.
     *
     * @return those that were there before, which are left alone
     */
    Set<String> addMissingPartitions(CatalogueTable table, Collection<String> folders) {
        String action = "can't add partitions of " + table + " in the catalogue of Glue";
        List<PartitionInput> all = new ArrayList<>();
        folders.forEach(folder -> all.add(inputs.partition(table, folder)));
        Set<String> there = new HashSet<>();
        for (int from = 0; from < all.size(); from += MOST_PARTITIONS) {
            List<PartitionInput> some = all.subList(from, Math.min(from + MOST_PARTITIONS, all.size()));
            BatchCreatePartitionResponse answer = asked(
                    action,
                    () -> glue.batchCreatePartition(request -> request.databaseName(table.database())
                            .tableName(table.name())
                            .partitionInputList(some)));
            for (PartitionError error : answer.errors()) {
                String code = error.errorDetail().errorCode();
                if (!EXISTS.equals(code)) {
                    throw AwsErrors.of(action, answer(code));
                }
                there.addAll(error.partitionValues());
            }
        }
        return there;
    }

    /** Takes the table out if it is at that place. */
    void drop(String database, String name, String prefix) {
        boolean ours = find(database, name)
                .filter(present -> inputs.isAt(present, prefix))
                .isPresent();
        if (ours) {
            asked("can't drop table " + database + "." + name + " in the catalogue of Glue", () -> {
                try {
                    return glue.deleteTable(
                            request -> request.databaseName(database).name(name));
                } catch (EntityNotFoundException e) {
                    return e;
                }
            });
        }
    }

    @Override
    public void close() {
        glue.close();
    }

    private Optional<Table> find(String database, String name) {
        return asked("can't look at table " + database + "." + name + " in the catalogue of Glue", () -> {
            try {
                return Optional.of(
                        glue.getTable(request -> request.databaseName(database).name(name))
                                .table());
            } catch (EntityNotFoundException e) {
                return Optional.empty();
            }
        });
    }

    private void requireOurs(CatalogueTable table, Table present) {
        if (!inputs.isAt(present, table.prefix())) {
            throw wrong("table " + table + " in the catalogue of Glue is at another place than "
                    + layout.location(table.prefix()));
        }
        if (!inputs.hasPartitionsOf(present, table)) {
            throw wrong("table " + table
                    + " in the catalogue of Glue has other partition keys than DatePartitionEnabled asks for");
        }
    }

    private static ReplicationException wrong(String problem) {
        return new ReplicationException(
                ErrorCode.TARGET_SETTING_WRONG,
                problem
                        + "; drop it there, and it is made anew, or give the schema or the table another name by a rule");
    }

    private static SdkException answer(String code) {
        return AwsServiceException.builder()
                .statusCode(BAD_REQUEST)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }

    /** Whether it was made now; somebody may have been quicker. */
    private static boolean unlessThere(String action, Runnable making) {
        return asked(action, () -> {
            try {
                making.run();
                return true;
            } catch (AlreadyExistsException e) {
                return false;
            }
        });
    }

    private static <T> T asked(String action, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw AwsErrors.of(action, e);
        } catch (IllegalStateException e) {
            throw new ReplicationException(ErrorCode.TARGET_CONNECTION_LOST, action + ": the sink was closed", e);
        }
    }
}
