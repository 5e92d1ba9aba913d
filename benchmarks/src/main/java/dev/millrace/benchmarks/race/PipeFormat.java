package dev.millrace.benchmarks.race;

/** How a pipe copies the table. */
enum PipeFormat {
    TEXT("COPY pipe", ""),
    BINARY("binary COPY pipe", " (FORMAT binary)"),
    CSV("COPY pipe of CSV", " (FORMAT csv)");

    private final String pipe;
    private final String option;

    PipeFormat(String pipe, String option) {
        this.pipe = pipe;
        this.option = option;
    }

    String pipe() {
        return pipe;
    }

    /** @param part condition for the rows of one pipe */
    String read(String part) {
        return "COPY (SELECT * FROM race.orders WHERE " + part + ") TO STDOUT" + option;
    }

    String write() {
        return "COPY race.orders FROM STDIN" + option;
    }
}
