package dev.millrace.apply;

/** Ends the work of an apply thread whose batch won't be committed any more, because an earlier one failed or the run ends. */
final class Abandoned extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Abandoned() {
        super("batch abandoned", null, false, false);
    }
}
