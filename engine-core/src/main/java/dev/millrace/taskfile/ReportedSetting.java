package dev.millrace.taskfile;

import static java.util.Objects.requireNonNull;

/**
 * Something that a task file says and that has no effect. The task runs all the same, and its user should know.
 *
 * @param kind why it has no effect
 * @param path where it stands, as a JSON path
 * @param value what was given; empty for keys that may hold anything, a password included
 * @param note what happens instead; empty if there is nothing to say
 */
public record ReportedSetting(Kind kind, String path, String value, String note) {

    /** Why a setting has no effect. */
    public enum Kind {
        /** Neither DMS nor this engine has such a key. */
        UNKNOWN_KEY,
        /** DMS has it, the engine does not honour it yet, and the value given is not DMS's default. */
        NOT_HONOURED
    }

    public ReportedSetting {
        requireNonNull(kind, "kind is null");
        requireNonNull(path, "path is null");
        requireNonNull(value, "value is null");
        requireNonNull(note, "note is null");
    }

    static ReportedSetting unknown(String path) {
        return new ReportedSetting(Kind.UNKNOWN_KEY, path, "", "");
    }

    static ReportedSetting notHonoured(String path, String value, String note) {
        return new ReportedSetting(Kind.NOT_HONOURED, path, value, note);
    }

    @Override
    public String toString() {
        String reason = kind == Kind.UNKNOWN_KEY ? " is not a known key and has no effect" : " is not honoured";
        return path + (value.isEmpty() ? "" : " = " + value) + reason + (note.isEmpty() ? "" : ": " + note);
    }
}
