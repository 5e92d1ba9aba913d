package dev.millrace.examples.cli;

/** The values of {@code --output}. */
enum OutputFormat {
    /** Progress on standard output, for people. */
    TEXT,
    /** Progress on standard error; the last line of standard output is one JSON object. */
    JSON
}
