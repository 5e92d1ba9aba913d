package dev.millrace.metrics;

/** Where a table is in its task; names as {@code DescribeTableStatistics} spells them. */
public enum TableState {
    TABLE_DOES_NOT_EXIST("Table does not exist"),
    BEFORE_LOAD("Before load"),
    FULL_LOAD("Full load"),
    TABLE_COMPLETED("Table completed"),
    TABLE_CANCELLED("Table cancelled"),
    TABLE_ERROR("Table error"),
    TABLE_IS_BEING_RELOADED("Table is being reloaded");

    private final String dmsName;

    TableState(String dmsName) {
        this.dmsName = dmsName;
    }

    public String dmsName() {
        return dmsName;
    }
}
