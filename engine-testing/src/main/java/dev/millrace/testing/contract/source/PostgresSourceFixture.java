package dev.millrace.testing.contract.source;

import dev.millrace.model.DataType;
import dev.millrace.model.TableSchema;
import dev.millrace.testing.contract.SqlTables;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import static dev.millrace.testing.contract.SqlSession.quoted;

/** What tables of the contract are on PostgreSQL, whoever reads its log. */
public interface PostgresSourceFixture extends SqlSourceFixture {

    @Override
    default String schema() {
        return "public";
    }

    @Override
    default Set<String> systemSchemas() {
        return Set.of("pg_catalog", "information_schema", "pg_toast");
    }

    @Override
    default String nativeType(DataType type) {
        return switch (type.kind()) {
            case INT8 -> "bigint";
            case STRING -> "character varying(" + type.length() + ")";
            case CLOB -> "text";
            case NUMERIC -> "numeric(" + type.precision() + "," + type.scale() + ")";
            default -> throw new IllegalArgumentException("no column of the contract has type " + type);
        };
    }

    @Override
    default void createTable(TableSchema table) {
        SqlSourceFixture.super.createTable(table);
        if (table.primaryKey().isEmpty()) {
            session().execute("ALTER TABLE " + quoted(table.id()) + " REPLICA IDENTITY FULL");
        }
    }

    @Override
    default List<String> createPartitioned(TableSchema table, String column, long boundary) {
        String partition = "CREATE TABLE %s PARTITION OF " + quoted(table.id()) + " FOR VALUES FROM (%s) TO (%s)";
        session()
                .execute(
                        SqlTables.creation(table).get(0) + " PARTITION BY RANGE (" + quoted(column) + ")",
                        partition.formatted("below", "MINVALUE", boundary),
                        partition.formatted("others", boundary, "MAXVALUE"));
        return List.of("below", "others");
    }

    @Override
    default List<String> captured() {
        return Stream.of(
                        "SELECT slot_name FROM pg_replication_slots WHERE database = current_database()",
                        "SELECT pubname FROM pg_publication")
                .flatMap(query -> session().query(query).stream())
                .map(row -> String.valueOf(row.get(0)))
                .toList();
    }
}
