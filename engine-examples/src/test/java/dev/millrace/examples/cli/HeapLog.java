package dev.millrace.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a JVM wrote about its garbage collections. */
record HeapLog(Path file) {
    private static final Pattern COLLECTION = Pattern.compile("\\b(\\d+)M->(\\d+)M\\((\\d+)M\\)");

    /** What makes a JVM write it. */
    String option() {
        return "-Xlog:gc:file=" + file;
    }

    /** The megabytes that were in use when the heap was fullest. */
    int peakMegabytes() throws IOException {
        return largest(1);
    }

    /** The largest number of megabytes that a collection left, most of them live. */
    int keptMegabytes() throws IOException {
        return largest(2);
    }

    private int largest(int group) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(COLLECTION::matcher)
                    .filter(Matcher::find)
                    .mapToInt(found -> Integer.parseInt(found.group(group)))
                    .max()
                    .orElse(0);
        }
    }
}
