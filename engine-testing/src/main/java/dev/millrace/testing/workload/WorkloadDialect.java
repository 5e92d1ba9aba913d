package dev.millrace.testing.workload;

import java.util.List;

/** What the workload has to say differently to different databases. Names are safe unquoted. */
public enum WorkloadDialect {
    /** PostgreSQL: keyless tables get {@code REPLICA IDENTITY FULL}, without which it refuses to update them once published. */
    POSTGRES("bytea", "timestamp(6)", "boolean", "text") {
        @Override
        List<String> createSchema(String schema) {
            return List.of("CREATE SCHEMA " + schema);
        }

        @Override
        List<String> prepareKeyless(String table) {
            return List.of("ALTER TABLE " + table + " REPLICA IDENTITY FULL");
        }

        @Override
        String oneRow(String table, String condition) {
            return " WHERE ctid = (SELECT ctid FROM " + table + " WHERE " + condition + " LIMIT 1)";
        }
    },
    /** MySQL and MariaDB. */
    MYSQL("longblob", "datetime(6)", "tinyint(1)", "longtext") {
        @Override
        List<String> createSchema(String schema) {
            return List.of("CREATE DATABASE " + schema);
        }

        @Override
        List<String> prepareKeyless(String table) {
            return List.of();
        }

        @Override
        String oneRow(String table, String condition) {
            return " WHERE " + condition + " LIMIT 1";
        }
    };

    private final String bytesType;
    private final String timestampType;
    private final String booleanType;
    private final String textType;

    WorkloadDialect(String bytesType, String timestampType, String booleanType, String textType) {
        this.bytesType = bytesType;
        this.timestampType = timestampType;
        this.booleanType = booleanType;
        this.textType = textType;
    }

    abstract List<String> createSchema(String schema);

    abstract List<String> prepareKeyless(String table);

    /** The end of an {@code UPDATE} or {@code DELETE} that touches one of several equal rows. */
    abstract String oneRow(String table, String condition);

    String bytesType() {
        return bytesType;
    }

    String timestampType() {
        return timestampType;
    }

    String booleanType() {
        return booleanType;
    }

    String textType() {
        return textType;
    }
}
