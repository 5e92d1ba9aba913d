package dev.millrace.spi;

/** A value that must not reach a log (law 9): {@link #toString()} hides it. */
public record Secret(String value) {
    @Override
    public String toString() {
        return "***";
    }
}
