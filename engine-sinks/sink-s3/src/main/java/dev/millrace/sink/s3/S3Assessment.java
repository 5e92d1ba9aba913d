package dev.millrace.sink.s3;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.s3.file.FileFormat;
import dev.millrace.sink.s3.file.RecordSettings;
import dev.millrace.sink.s3.upload.ObjectStore;
import dev.millrace.spi.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks for what would keep a task from running, or from being exact. */
final class S3Assessment {
    private static final int MOST_TAGS = 10;
    private static final int LONGEST_TAG_KEY = 128;
    private static final int LONGEST_TAG_VALUE = 256;

    private final ObjectStore store;
    private final String probe;
    private final FileFormat format;
    private final RecordSettings records;

    /** @param probe key of an object that nobody else has */
    S3Assessment(ObjectStore store, String probe, FileFormat format, RecordSettings records) {
        this.store = store;
        this.probe = probe;
        this.format = format;
        this.records = records;
    }

    List<Finding> check(List<TableSchema> wanted) {
        List<Finding> findings = new ArrayList<>(sharedFolders(wanted));
        wanted.forEach(table -> unwritable(table).ifPresent(findings::add));
        wanted.forEach(table -> untaggable(table).ifPresent(findings::add));
        if (!keepsConditions()) {
            findings.add(Finding.blocking(
                    ErrorCode.TARGET_SETTING_WRONG,
                    "the server overwrites an object though it was asked not to (If-None-Match), so that files and"
                            + " checkpoint can't be committed together",
                    "use a server or a version of it that supports conditional writes"));
        }
        return findings;
    }

    /** What was put there by a check that was killed proves as much. */
    private boolean keepsConditions() {
        store.putIfAbsent(probe, new byte[] {'1'});
        boolean kept = store.putIfAbsent(probe, new byte[] {'2'}).isEmpty();
        store.delete(List.of(probe));
        return kept;
    }

    private Optional<Finding> unwritable(TableSchema table) {
        try {
            format.encoder(table, records.leadingNames(true));
            return Optional.empty();
        } catch (ReplicationException e) {
            return Optional.of(Finding.blocking(
                    e.code(), "files can't be written: " + e.getMessage(), "give the column another name"));
        }
    }

    private static Optional<Finding> untaggable(TableSchema table) {
        boolean fits = table.objectTags().size() <= MOST_TAGS
                && table.objectTags().entrySet().stream()
                        .allMatch(tag -> tag.getKey().length() <= LONGEST_TAG_KEY
                                && tag.getValue().length() <= LONGEST_TAG_VALUE);
        return fits
                ? Optional.empty()
                : Optional.of(Finding.blocking(
                        ErrorCode.MAPPING_INVALID,
                        "files of table " + table.id() + " would have more than " + MOST_TAGS
                                + " tags, or some of more than " + LONGEST_TAG_KEY + " and " + LONGEST_TAG_VALUE
                                + " characters",
                        "shorten the tag-set of its post-processing rule"));
    }

    private static List<Finding> sharedFolders(List<TableSchema> wanted) {
        Set<TableId> seen = new HashSet<>();
        return wanted.stream()
                .map(TableSchema::id)
                .filter(table -> !seen.add(table))
                .distinct()
                .map(table -> Finding.blocking(
                        ErrorCode.MAPPING_INVALID,
                        "several tables go to the folder of " + table + ", where their files would have the same names",
                        "give each a schema or a table name of its own by a rule"))
                .toList();
    }
}
