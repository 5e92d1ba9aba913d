package dev.millrace.config;

/** What a task does; DMS's {@code MigrationType}. */
public enum MigrationType {
    FULL_LOAD("full-load"),
    CDC("cdc"),
    FULL_LOAD_AND_CDC("full-load-and-cdc");

    private final String dmsName;

    MigrationType(String dmsName) {
        this.dmsName = dmsName;
    }

    /** The name in a task file. */
    public String dmsName() {
        return dmsName;
    }

    public boolean loads() {
        return this != CDC;
    }

    public boolean captures() {
        return this != FULL_LOAD;
    }
}
