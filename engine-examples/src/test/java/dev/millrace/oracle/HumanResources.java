package dev.millrace.oracle;

import dev.millrace.emulated.oracle.OracleTable;
import dev.millrace.emulated.oracle.OracleTable.Column;
import dev.millrace.emulated.oracle.OracleTable.ForeignKey;
import dev.millrace.emulated.oracle.OracleTable.Key;
import dev.millrace.emulated.oracle.OracleTransaction;
import dev.millrace.examples.embedding.RunTaskFile;
import dev.millrace.task.TaskState;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** Tables like those of Oracle's sample schema HR, with what people do to them. */
final class HumanResources implements AutoCloseable {
    /** The columns of each table. */
    static final Map<String, List<String>> COLUMNS = columns();

    private static final String SCHEMA = "HR";
    private static final int DEPARTMENTS = 20;

    private final SampleSchema schema = new SampleSchema(SCHEMA);
    private int lastEmployee;

    private static Map<String, List<String>> columns() {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        columns.put("DEPARTMENTS", List.of("DEPARTMENT_ID", "DEPARTMENT_NAME"));
        columns.put(
                "EMPLOYEES",
                List.of(
                        "EMPLOYEE_ID",
                        "LAST_NAME",
                        "EMAIL",
                        "HIRE_DATE",
                        "SALARY",
                        "COMMISSION_PCT",
                        "DEPARTMENT_ID",
                        "CHANGED_AT"));
        columns.put("JOB_HISTORY", List.of("EMPLOYEE_ID", "START_DATE", "JOB"));
        return columns;
    }

    void create() {
        schema.create(
                schema.table(
                                "DEPARTMENTS",
                                Column.of("DEPARTMENT_ID", "NUMBER(4)").notNull(),
                                Column.of("DEPARTMENT_NAME", "VARCHAR2(30 CHAR)")
                                        .notNull())
                        .withPrimaryKey("DEPARTMENT_ID"),
                employees(),
                schema.table(
                                "JOB_HISTORY",
                                Column.of("EMPLOYEE_ID", "NUMBER(6)").notNull(),
                                Column.of("START_DATE", "DATE").notNull(),
                                Column.of("JOB", "VARCHAR2(20 CHAR)"))
                        .withPrimaryKey("EMPLOYEE_ID", "START_DATE"));
    }

    private static OracleTable employees() {
        return new OracleTable(
                SCHEMA,
                "EMPLOYEES",
                List.of(
                        Column.of("EMPLOYEE_ID", "NUMBER(6)").notNull(),
                        Column.of("LAST_NAME", "VARCHAR2(25 CHAR)").notNull(),
                        Column.of("EMAIL", "VARCHAR2(40 CHAR)").notNull(),
                        Column.of("HIRE_DATE", "DATE").notNull(),
                        Column.of("SALARY", "NUMBER(8,2)"),
                        Column.of("COMMISSION_PCT", "NUMBER(2,2)"),
                        Column.of("DEPARTMENT_ID", "NUMBER(4)"),
                        Column.of("CHANGED_AT", "TIMESTAMP(6)")),
                List.of("EMPLOYEE_ID"),
                List.of(new Key("EMP_EMAIL_UK", List.of("EMAIL"))),
                List.of(new Key("EMP_NAME_IX", List.of("LAST_NAME"))),
                List.of(new ForeignKey("EMP_DEPT_FK", List.of("DEPARTMENT_ID"), SCHEMA, "DEPARTMENTS", "NO ACTION")),
                null);
    }

    /** Hires so many people, a part of them in each of a few transactions. */
    void fill(int employees) {
        try (OracleTransaction transaction = schema.begin()) {
            for (int id = 1; id <= DEPARTMENTS; id++) {
                schema.insert(transaction, "DEPARTMENTS", "" + id, "Dept. n° " + id);
            }
            transaction.commit();
            for (int i = 1; i <= employees; i++) {
                hire(transaction);
                if (i % 50 == 0) {
                    transaction.commit();
                }
            }
            transaction.commit();
        }
    }

    /**
     * Loads while somebody is hired and not committed, follows what is committed then, and stops.
     *
     * @param equal compares the target with these tables, after the load and at the end
     */
    void isFollowed(Path task, Comparison equal) throws Exception {
        try (OracleTransaction open = schema.begin()) {
            hire(open);
            assertThat(RunTaskFile.run(task).state()).isEqualTo(TaskState.STOPPED);
            equal.check();
            reorganise();
            open.commit();
        }
        assertThat(RunTaskFile.run(task).state()).isEqualTo(TaskState.STOPPED);
        equal.check();
    }

    /** What a test says of a target. */
    interface Comparison {
        void check() throws Exception;
    }

    private void hire(OracleTransaction transaction) {
        int id = ++lastEmployee;
        schema.insert(
                transaction,
                "EMPLOYEES",
                "" + id,
                "O'Neil " + id,
                id + "@hr.example",
                "20%02d-0%d-01 00:00:00".formatted(id % 26, 1 + id % 9),
                id % 5 == 0 ? null : 1000 + id + ".25",
                id % 3 == 0 ? "0.15" : null,
                "" + (1 + id % DEPARTMENTS),
                "2026-01-31 10:20:30.%06d".formatted(id * 10 + 1));
        schema.insert(transaction, "JOB_HISTORY", "" + id, "2001-01-13 00:00:00", id % 7 == 0 ? null : "clerk");
    }

    /** Raises, moves, renumbers and dismisses people; a part is rolled back to a savepoint. */
    private void reorganise() {
        try (OracleTransaction transaction = schema.begin()) {
            hire(transaction);
            update(transaction, "1", Map.of("SALARY", "9999.75", "CHANGED_AT", "2026-02-01 00:00:00.000001"));
            transaction.commit();
            update(transaction, "2", Map.of("DEPARTMENT_ID", "3", "COMMISSION_PCT", "0.35"));
            int savepoint = transaction.savepoint();
            update(transaction, "2", Map.of("LAST_NAME", "in vain"));
            hire(transaction);
            transaction.rollbackTo(savepoint);
            update(transaction, "3", Map.of("EMPLOYEE_ID", "900003"));
            transaction.delete(SCHEMA, "JOB_HISTORY", Map.of("EMPLOYEE_ID", "4"));
            transaction.delete(SCHEMA, "EMPLOYEES", Map.of("EMPLOYEE_ID", "4"));
            transaction.commit();
            transaction.update(
                    SCHEMA, "DEPARTMENTS", Map.of("DEPARTMENT_ID", "7"), Map.of("DEPARTMENT_NAME", "Müller & Søn"));
            transaction.delete(SCHEMA, "EMPLOYEES", Map.of("EMPLOYEE_ID", "5"));
            transaction.rollback();
        }
    }

    private static void update(OracleTransaction transaction, String employee, Map<String, @Nullable String> values) {
        transaction.update(SCHEMA, "EMPLOYEES", Map.of("EMPLOYEE_ID", employee), values);
    }

    List<List<@Nullable String>> rows(String table) {
        return schema.rows(table);
    }

    /** What a task file says about it. */
    String endpoint() {
        return schema.endpoint();
    }

    /** All of its tables, with small names on the target. */
    static String rules() {
        String lower = """
                , {"rule-type": "transformation", "rule-id": "%d", "rule-name": "%d", "rule-target": "%s",
                 "object-locator": {"schema-name": "HR"%s}, "rule-action": "convert-lowercase"}""";
        return """
                {"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",
                 "object-locator": {"schema-name": "HR", "table-name": "%"}}"""
                + lower.formatted(2, 2, "schema", "")
                + lower.formatted(3, 3, "table", ", \"table-name\": \"%\"")
                + lower.formatted(4, 4, "column", ", \"table-name\": \"%\", \"column-name\": \"%\"");
    }

    @Override
    public void close() {
        schema.close();
    }
}
