package dev.millrace.source.postgres.snapshot;

import dev.millrace.model.BulkFormat;
import java.util.Arrays;
import java.util.List;

/** The formats of {@code COPY}, the quickest first. */
enum CopyFormat {
    BINARY("postgres-copy-binary", " (FORMAT binary)"),
    TEXT("postgres-copy-text", "");

    private final String bulkName;
    private final String option;

    CopyFormat(String bulkName, String option) {
        this.bulkName = bulkName;
        this.option = option;
    }

    static List<BulkFormat> bulkFormats() {
        return Arrays.stream(values())
                .map(format -> new BulkFormat(format.bulkName))
                .toList();
    }

    static CopyFormat of(BulkFormat bulk) {
        return Arrays.stream(values())
                .filter(format -> format.bulkName.equals(bulk.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no format of COPY: " + bulk.name()));
    }

    /** What is to be said behind {@code TO STDOUT}. */
    String option() {
        return option;
    }
}
