package dev.millrace.sink.s3.layout;

import dev.millrace.model.TableId;

/**
 * Where a task's objects lie: {@code [BucketFolder/]schema/table/}, and its own beside them.
 *
 * @param root {@code BucketFolder} with a slash at its end; empty if there is none
 */
public record TableFolders(String root) {
    private static final String CONTROL = "_millrace";

    /** @param bucketFolder as the endpoint names it, with or without slashes around it */
    public static TableFolders below(String bucketFolder) {
        String bare = bucketFolder.replaceAll("^/+|/+$", "");
        return new TableFolders(bare.isEmpty() ? "" : bare + "/");
    }

    /** Prefix of the files of a table. */
    public String of(TableId table) {
        return root + table.schema() + "/" + table.table() + "/";
    }

    /** Prefix of files in a folder that belongs to no table. */
    public String ofAll(String folder) {
        return root + folder + "/";
    }

    /**
     * Prefix of the task's own objects. Readers of data lakes pass over names that begin with an underscore.
     *
     * @param controlSchema in place of {@code _millrace}, if it is not empty
     */
    public String ofTask(String task, String controlSchema) {
        return root + (controlSchema.isEmpty() ? CONTROL : controlSchema) + "/" + task + "/";
    }
}
