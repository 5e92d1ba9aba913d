package dev.millrace.sink.dynamodb.state;

import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The tables in which tasks remember what they have done. */
enum ControlTable {
    /** Each task's state, plans of its load, and suspensions. */
    TASK("millrace_task", "task", "item", ScalarAttributeType.S),
    /** Changes and rows that are left out, under the name that DMS gives to them. */
    EXCEPTIONS("awsdms_apply_exceptions", "TASK_NAME", "ERROR_ID", ScalarAttributeType.N);

    private final String tableName;
    private final String partitionKey;
    private final String sortKey;
    private final ScalarAttributeType sortType;

    ControlTable(String tableName, String partitionKey, String sortKey, ScalarAttributeType sortType) {
        this.tableName = tableName;
        this.partitionKey = partitionKey;
        this.sortKey = sortKey;
        this.sortType = sortType;
    }

    String tableName() {
        return tableName;
    }

    String partitionKey() {
        return partitionKey;
    }

    String sortKey() {
        return sortKey;
    }

    ScalarAttributeType sortType() {
        return sortType;
    }
}
